//! Small words and icons that several pages of a case share.

use domain::clients::Channel;

/// The icon of a channel.
pub(crate) const fn channel_icon(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Email => "mail",
        Channel::Sms => "text",
        Channel::Letter => "letter",
        Channel::InPerson => "meeting",
    }
}
