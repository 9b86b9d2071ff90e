//! The parts that recur on pages. Each is a struct with public fields or a builder, and writes itself: `{{ part }}`.
//!
//! Parts hold plain words, numbers, names and states. They never ask who may see what: whoever fills them has decided that.

mod act;
mod bars;
mod chart;
mod daybook;
mod duty;
mod folder;
mod goal;
mod ladder;
mod message;
mod sheet;
mod sign;

pub use act::{Act, Blocked, Pairs};
pub use bars::{BarLine, Bars};
pub use chart::{ClockBar, Meter, OpenTime, ScoreChart, Scored, Spark};
pub use daybook::{Daybook, Slip};
pub use duty::{Duties, Duty};
pub use folder::{DateCell, Flag, Folder, Tab, Tabs};
pub use goal::{Goal, Ruler, Trend};
pub use ladder::{Blocker, Ladder, Rung};
pub use message::{DraftState, Empty, Paging, Wait};
pub use sheet::{Addendum, Leaf, Line, Sheet, Signature, Todo, Voiced};
pub use sign::{Ask, Back, SignSheet};
