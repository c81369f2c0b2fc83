//! The way in: an incident that is going on, then lessons, the lab, embedding and fidelity.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::cli::Describe;
use sim_core::scenario::default_scenario;
use sim_core::view::{ConsumerStatus, GroupView, LabView};
use sim_core::{Command, GroupId, Recording, SimTime, TimedCommand, Timeline, sorting};
use view_macro::view;

use crate::components::icon::Icon;
use crate::components::term::{self, Met, Terms};
use crate::features::consumer_cards::ConsumerCards;
use crate::features::fate_counters::FateCounters;
use crate::features::help::{Help, Keys};
use crate::features::library::{Beside, beside};
use crate::features::matrix::LaneMatrix;
use crate::features::matrix::axis::Window;
use crate::features::notices::{Messages, ToastLine};
use crate::features::top_bar::{Brand, PageTools};
use crate::features::transport_bar::SmallDeck;
use crate::session::{Lanes, Session, SessionCommand};
use crate::{format, url_state};

/// When B is killed.
const KILLED: SimTime = SimTime::from_millis(22_400);
/// When the page opens.
pub const OPENS: SimTime = SimTime::from_millis(34_600);
/// Where the picture ends.
const END: SimTime = SimTime::from_millis(80_000);
/// Milliseconds of a frame in which the picture catches up with the playhead.
const CATCH_UP_MS: f64 = 6.0;

/// The incident: the first run with Kafka's default session, and B killed.
pub fn incident() -> Recording {
    let mut recording = Recording::new(default_scenario(), url_state::SEED);
    recording.scenario.props.remove("session.timeout.ms");
    recording.commands.push(TimedCommand {
        at: KILLED,
        command: Command::Kill {
            who: "consumer-b".to_owned(),
        },
    });
    recording
}

/// The page, in a session that holds the incident.
#[component]
pub fn Landing() -> impl IntoView {
    view! {
        <div class="page page--landing" data-testid="landing">
            <header class="topbar">
                <Brand />
                <span class="topbar__rule"></span>
                <nav class="page__nav" aria-label=say::landing_nav()>
                    <a class="btn btn--quiet" href="?page=lessons" data-testid="to-lessons">{say::lessons_title()}</a>
                    <a class="btn btn--quiet" href="?page=lab" data-testid="to-lab">{say::landing_lab()}</a>
                    <a class="btn btn--quiet" href="?view=compare">{say::landing_compare()}</a>
                    <a class="btn btn--quiet" href="?page=fidelity" data-testid="to-fidelity">{say::landing_fidelity()}</a>
                </nav>
                <span class="topbar__grow"></span>
                <PageTools help=true />
            </header>
            <main class="page__body" tabindex="-1">
                <Messages />
                <Hero />
                <section aria-label=say::lessons_title()>
                    <h2>{say::lessons_title()}" "<small>{say::landing_lessons_lead()}</small></h2>
                    {beside(Beside::Paths)}
                    <p class="page__more"><a class="btn" href="?page=lessons">{say::landing_all()}<Icon name="right" size=14 /></a></p>
                </section>
                <div class="cards-row">
                    <article class="panel path-card">
                        <h3>{say::landing_lab()}</h3>
                        <p><Terms text=say::landing_lab_words() /></p>
                        <a class="btn" href="?page=lab">{say::landing_lab_open()}<Icon name="right" size=14 /></a>
                    </article>
                    <article class="panel path-card">
                        <h3>{say::landing_embed()}</h3>
                        <p><Terms text=say::landing_embed_words() /></p>
                        <pre class="log" tabindex="0"><code>"<script type=\"module\" src=\"…/embed/rebalance-lab.js\"></script>\n<rebalance-lab lesson=\"kill-or-close\"></rebalance-lab>"</code></pre>
                    </article>
                </div>
                {beside(Beside::Fidelity)}
                <p class="page__foot">{say::landing_foot()}</p>
            </main>
            <ToastLine />
            <Help keys=Keys::Watch />
        </div>
    }
}

/// The incident and what can be done about it.
#[component]
fn Hero() -> impl IntoView {
    let session = Session::get();
    let lanes = Lanes::default();
    Effect::new(move |_| {
        session.story.track();
        lanes.show(vec![(String::new(), session.recording())]);
        session.request_frame();
    });
    session.on_frame(move |_| {
        let at = session.with_timeline(Timeline::at);
        if !lanes.follow(at, CATCH_UP_MS) {
            session.request_frame();
        }
    });
    Effect::new(move |_| {
        session.revision.track();
        if session.with_timeline(Timeline::at) > END {
            session.dispatch(SessionCommand::Pause);
            session.dispatch(SessionCommand::Seek(END));
        }
    });
    let head = Memo::new(move |_| session.lab().with(|lab| headline(lab)));
    let lead = Memo::new(move |_| session.lab().with(|lab| lead(lab)));
    let window = Window {
        from: SimTime::ZERO,
        to: END,
    };
    let printed = move || {
        session.pulse.track();
        let group = session.with_timeline(|timeline| timeline.simulation().groups().next())?;
        let all = session.with_timeline(|timeline| timeline.describe(group, Describe::Offsets));
        Some(excerpt(&all))
    };
    view! {
        <section class="hero" aria-label=say::landing_incident()>
            <div class="hero__t">
                <h1 data-testid="headline"><span role="status">{move || head.get()}</span></h1>
                <div class="hero__r">
                    <p data-testid="lead">{move || lead.with(|lead| term::sentence(lead, &mut Met::here()))}</p>
                    <button
                        class="btn btn--solid hero__play"
                        type="button"
                        data-testid="play-on"
                        on:click=move |_| {
                            session.dispatch(SessionCommand::SetSpeed(4.0));
                            session.dispatch(SessionCommand::Toggle);
                        }
                    >
                        <Icon name="play" size=14 />
                        {say::landing_play()}
                    </button>
                    <a class="btn" href="?lesson=kill-or-close" data-testid="guess-first">{say::landing_guess()}</a>
                </div>
            </div>
            <div class="hero__s">
                <div class="panel hero__mx"><LaneMatrix lanes index=0 name=say::landing_incident() window /></div>
                <div class="hero__side">
                    <ConsumerCards group=GroupId::from_index(0) compact=true cards_max=0_usize />
                    <div class="panel hero__cli">
                        <h2>{say::landing_cli()}" "<small>{say::landing_cli_part()}</small></h2>
                        <pre class="log" tabindex="0"><code>{printed}</code></pre>
                    </div>
                </div>
            </div>
            <FateCounters />
            <SmallDeck />
        </section>
    }
}

/// Columns of `--describe` that fit beside the picture: group, topic, partition, lag, client.
const COLUMNS: [usize; 5] = [0, 1, 2, 5, 8];
/// Where the lag stands.
const LAG: usize = 5;
/// Partitions that are shown, those with the most lag.
const ROWS: usize = 3;

/// Some columns and rows of what `--describe` prints.
fn excerpt(printed: &str) -> String {
    let mut lines = printed
        .lines()
        .map(|line| line.split_whitespace().collect());
    let head: Option<Vec<&str>> = lines.next();
    let rows: Vec<Vec<&str>> = lines.collect();
    let lag = |row: &Vec<&str>| row.get(LAG).and_then(|lag| lag.parse::<u64>().ok());
    let mut lags: Vec<Option<u64>> = rows.iter().map(lag).collect();
    sorting::sort_by(&mut lags, |a, b| b.cmp(a));
    let least = lags.get(ROWS - 1).copied().flatten();
    let rows = rows.into_iter().filter(|row| lag(row) >= least).take(ROWS);
    let all: Vec<Vec<&str>> = head.into_iter().chain(rows).collect();
    let cell = |row: &Vec<&str>, column: usize| row.get(column).map_or("", |cell| *cell).to_owned();
    let mut text = String::new();
    for row in &all {
        let cells = COLUMNS.map(|column| {
            let width = all.iter().map(|row| cell(row, column).len()).max();
            format!("{:<1$}", cell(row, column), width.unwrap_or(0))
        });
        text.push_str(cells.join(" ").trim_end());
        text.push('\n');
    }
    text
}

/// What is so now, in two short sentences.
fn headline(lab: &LabView) -> Text {
    let mut stopped = lab
        .partitions
        .iter()
        .filter(|it| it.stopped_since.is_some());
    let Some(partition) = stopped.next() else {
        return say::landing_all_read();
    };
    let own = |group: &&GroupView| Some(group.id) == partition.group;
    let group = lab.groups.iter().find(own);
    let state = group.map_or("", |group| group.state.name());
    say::landing_nobody(&partition.name, state)
}

/// Since when, and what is left.
fn lead(lab: &LabView) -> Text {
    let dead = lab
        .consumers
        .iter()
        .find(|it| it.status == ConsumerStatus::Killed);
    let Some(dead) = dead else {
        return say::landing_step_in();
    };
    let since = format::left(lab.at.since(dead.status_since));
    match dead.session {
        Some(session) => say::landing_unnoticed(&dead.letter, since, format::left(session.left)),
        None => say::landing_noticed(&dead.letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excerpt_shows_the_partitions_with_the_most_lag() {
        let row = |partition: u32, lag: &str, client: &str| {
            format!("billing orders {partition} 100 200 {lag} {client}-uuid /10.0.0.1 {client}\n")
        };
        let printed = [
            "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\n",
            &row(0, "9", "consumer-a"),
            &row(3, "120", "consumer-b"),
            &row(4, "80", "consumer-b"),
            &row(5, "121", "consumer-b"),
            &row(6, "-", "consumer-c"),
        ]
        .concat();
        assert_eq!(
            excerpt(&printed),
            "GROUP   TOPIC  PARTITION LAG CLIENT-ID\n\
             billing orders 3         120 consumer-b\n\
             billing orders 4         80  consumer-b\n\
             billing orders 5         121 consumer-b\n"
        );
    }
}
