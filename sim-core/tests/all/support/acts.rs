//! Commands in a word each.

use sim_core::scenario::ProcessingTime;
use sim_core::{Command, Link, Way};

pub fn kill(who: &str) -> Command {
    Command::Kill {
        who: who.to_owned(),
    }
}

pub fn close(who: &str) -> Command {
    Command::close(who)
}

pub fn freeze(who: &str) -> Command {
    Command::Freeze {
        who: who.to_owned(),
    }
}

pub fn thaw(who: &str) -> Command {
    Command::Thaw {
        who: who.to_owned(),
    }
}

pub fn cut(who: &str) -> Command {
    cut_part(who, Link::All, Way::Both)
}

pub fn cut_part(who: &str, link: Link, way: Way) -> Command {
    Command::Cut {
        who: who.to_owned(),
        link,
        way,
    }
}

pub fn lose_next(who: &str, api: &str) -> Command {
    Command::LoseNext {
        who: who.to_owned(),
        api: api.to_owned(),
    }
}

pub fn lose_next_answer(who: &str, api: &str) -> Command {
    Command::LoseNextAnswer {
        who: who.to_owned(),
        api: api.to_owned(),
    }
}

pub fn delay_next(who: &str, api: &str, ms: u64) -> Command {
    Command::DelayNext {
        who: who.to_owned(),
        api: api.to_owned(),
        ms,
    }
}

pub fn heal(who: &str) -> Command {
    Command::Heal {
        who: who.to_owned(),
    }
}

pub fn block(who: &str, ms: u64) -> Command {
    Command::Block {
        who: who.to_owned(),
        ms,
    }
}

pub fn restart(who: &str, after_ms: u64) -> Command {
    Command::Restart {
        who: who.to_owned(),
        after_ms: Some(after_ms),
    }
}

pub fn takes_ms(who: &str, per_record: u64) -> Command {
    Command::SetProcessing {
        who: who.to_owned(),
        processing: ProcessingTime::Constant {
            us: per_record * 1_000,
        },
    }
}
