pub(crate) fn samples(_: &mut crate::samples::Samples) {}
