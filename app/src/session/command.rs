//! Everything a button, a key, a link or a host page may ask of the session.

use super::Compared;
use sim_core::link::View;
use sim_core::{Command, Recording, SimTime};

pub use sim_core::link::Selection;

/// Tabs of the side panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideTab {
    /// Question, answer and chain of causes.
    #[default]
    Why,
    /// A consumer's program and its crash map.
    Code,
    /// Event list.
    Events,
    /// What became of every record.
    Records,
    /// What `kafka-consumer-groups` prints, and the logs.
    Cli,
    /// Kafka settings.
    Settings,
}

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionCommand {
    /// Start playing.
    Play,
    /// Stop playing.
    Pause,
    /// Play or pause.
    Toggle,
    /// Simulated seconds per second; clamped to 0.01 to 100.
    SetSpeed(f64),
    /// One step slower.
    Slower,
    /// One step faster.
    Faster,
    /// Jump to a moment; pauses nothing.
    Seek(SimTime),
    /// Jump to the furthest simulated moment.
    SeekHead,
    /// Next notable event.
    NextEvent,
    /// Notable event before.
    PreviousEvent,
    /// Milliseconds forward or back.
    StepMillis(i64),
    /// Act on the run; in the past this starts a fork. A refusal is shown as a toast
    /// (`Session::act` hands it back instead).
    Act(Command),
    /// Take the last act back.
    Undo,
    /// View another branch.
    SwitchBranch(usize),
    /// Delete a branch; Undo brings it back.
    DeleteBranch(usize),
    /// A branch of another recording, shown at the present moment.
    Vary(Box<Recording>),
    /// The same story under another seed, from 0 s.
    SetSeed(u64),
    /// Another run, from 0 s; Undo brings the old one back.
    Load(Box<Recording>),
    /// Select, or clear with None.
    Select(Option<Selection>),
    /// Preview, or end it with None.
    Hover(Option<Selection>),
    /// Show a tab of the side panel.
    ShowTab(SideTab),
    /// Show a part of the stage, or runs beside each other.
    Show(View),
    /// Compare runs, or return to the stage with None.
    Compare(Option<Compared>),
    /// Answer the prediction (by number) or skip it.
    Predict(Option<usize>),
    /// Close the toast.
    DismissToast,
    /// Close the message above the stage.
    DismissBanner,
}

impl SessionCommand {
    /// It makes another run of this one, which a figure to be watched does not allow.
    pub fn changes_the_run(&self) -> bool {
        match self {
            Self::Act(_)
            | Self::Undo
            | Self::DeleteBranch(_)
            | Self::Vary(_)
            | Self::SetSeed(_)
            | Self::Load(_) => true,
            Self::Play
            | Self::Pause
            | Self::Toggle
            | Self::SetSpeed(_)
            | Self::Slower
            | Self::Faster
            | Self::Seek(_)
            | Self::SeekHead
            | Self::NextEvent
            | Self::PreviousEvent
            | Self::StepMillis(_)
            | Self::SwitchBranch(_)
            | Self::Select(_)
            | Self::Hover(_)
            | Self::Show(_)
            | Self::ShowTab(_)
            | Self::Compare(_)
            | Self::Predict(_)
            | Self::DismissToast
            | Self::DismissBanner => false,
        }
    }
}
