//! Writes the program.

use super::{CodeLine, CodeText, Listing, Place};
use crate::config::{CONSUMER_KEYS, ConsumerConfig, KafkaRelease};
use crate::scenario::{CommitStyle, OnPoison, ProgramSpec, SeekTo, Sink, WorkerMode, WorkerPool};

/// What the program reads, and how it comes to it.
#[derive(Clone, Debug)]
pub(super) enum Reads {
    Topics(Vec<String>),
    Pattern(String),
    /// Topic and number, by `assign()`.
    Partitions(Vec<(String, u32)>),
}

/// The program of a consumer of `release`.
pub(super) fn write(
    release: KafkaRelease,
    group: &str,
    config: &ConsumerConfig,
    program: &ProgramSpec,
    reads: &Reads,
) -> Listing {
    let mut page = Page {
        lines: Vec::new(),
        number: 0,
        indent: 0,
    };
    let is_member = !matches!(reads, Reads::Partitions(_));
    page.properties(release, group, config, program);
    page.setup(program, reads);
    page.main_loop(config, program);
    if is_member {
        page.listener(program);
    }
    if let Some(pool) = program.workers {
        page.note(CodeText::WorkersHeading(pool.count));
        page.java("var r = queue.take();");
        page.at(Place::Worker, charge(program));
    }
    if is_member {
        page.note(CodeText::HeartbeatHeading);
        page.inside(Place::HeartbeatWait, "wait(heartbeat.interval.ms);");
        page.inside(Place::HeartbeatSend, "send(HeartbeatRequest);");
    }
    Listing { lines: page.lines }
}

struct Page {
    lines: Vec<CodeLine>,
    number: u32,
    indent: u8,
}

impl Page {
    fn java(&mut self, text: impl Into<String>) {
        self.number += 1;
        self.lines.push(CodeLine {
            number: Some(self.number),
            indent: self.indent,
            text: CodeText::Java(text.into()),
            place: None,
            is_changed: false,
        });
    }

    fn at(&mut self, place: Place, text: impl Into<String>) {
        self.java(text);
        if let Some(line) = self.lines.last_mut() {
            line.place = Some(place);
        }
    }

    fn note(&mut self, text: CodeText) {
        self.lines.push(CodeLine {
            number: None,
            indent: self.indent,
            text,
            place: None,
            is_changed: false,
        });
    }

    fn inside(&mut self, place: Place, text: &str) {
        self.note(CodeText::Java(text.to_owned()));
        if let Some(line) = self.lines.last_mut() {
            line.place = Some(place);
        }
    }

    fn block(&mut self, head: impl Into<String>, body: impl FnOnce(&mut Self)) {
        self.java(head);
        self.indented(body);
        self.java("}");
    }

    fn indented(&mut self, body: impl FnOnce(&mut Self)) {
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    fn put(&mut self, key: &str, value: &str, is_changed: bool) {
        self.java(format!("p.put(\"{key}\", \"{value}\");"));
        if let Some(line) = self.lines.last_mut() {
            line.is_changed = is_changed;
        }
    }

    fn properties(
        &mut self,
        release: KafkaRelease,
        group: &str,
        config: &ConsumerConfig,
        program: &ProgramSpec,
    ) {
        self.java("var p = new Properties();");
        self.put("group.id", group, false);
        let commits_itself = program.commit != CommitStyle::Auto;
        let mut at_default = 0;
        for key in CONSUMER_KEYS {
            let default = key.default_in(release).value();
            let mut value = config.get(key.name);
            match key.name {
                "group.id" | "client.id" => continue,
                "enable.auto.commit" if commits_itself => value = Some("false".to_owned()),
                _ => {}
            }
            let is_changed = value.as_deref() != default;
            if is_changed || key.name == "enable.auto.commit" {
                self.put(key.name, &value.unwrap_or_default(), is_changed);
            } else {
                at_default += 1;
            }
        }
        self.note(CodeText::KeysAtDefault(at_default));
    }

    fn setup(&mut self, program: &ProgramSpec, reads: &Reads) {
        self.at(
            Place::Construct,
            "var c = new KafkaConsumer<String, Order>(p);",
        );
        self.java(match reads {
            Reads::Topics(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
                format!("c.subscribe(List.of({}), new Moves());", names.join(", "))
            }
            Reads::Pattern(text) => {
                let text = text.replace('\\', "\\\\");
                format!("c.subscribe(Pattern.compile(\"{text}\"), new Moves());")
            }
            Reads::Partitions(list) => {
                let one = |(topic, number): &(String, u32)| format!("tp(\"{topic}\", {number})");
                let list: Vec<String> = list.iter().map(one).collect();
                format!("c.assign(List.of({}));", list.join(", "))
            }
        });
        if keeps_map(program) {
            self.java("var done = new HashMap<TopicPartition, OffsetAndMetadata>();");
        }
        if let Some(pool) = program.workers {
            let WorkerPool { count, queue, .. } = pool;
            self.java(format!(
                "var queue = new ArrayBlockingQueue<Order>({queue}); // {count} threads"
            ));
        }
        self.retry_callback(program.commit);
    }

    /// What a failed asynchronous commit calls.
    fn retry_callback(&mut self, style: CommitStyle) {
        let condition = match style {
            CommitStyle::AsyncRetry => "retriable(e)",
            CommitStyle::AsyncRetrySequenceGuard => "retriable(e) && number(offsets) == last",
            CommitStyle::AsyncRetryOffsetGuard => "retriable(e) && isAhead(offsets, acknowledged)",
            CommitStyle::Auto
            | CommitStyle::SyncAfterBatch
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::SyncPerRecord
            | CommitStyle::SyncEvery { .. }
            | CommitStyle::ExplicitEvery { .. }
            | CommitStyle::AsyncAfterBatch
            | CommitStyle::AsyncAfterBatchPlusSyncOnClose
            | CommitStyle::Outside
            | CommitStyle::None => return,
        };
        self.java("retry = (offsets, e) -> {");
        self.indented(|page| {
            page.java(format!("if ({condition}) c.commitAsync(offsets, retry);"));
        });
        self.java("};");
    }

    fn main_loop(&mut self, config: &ConsumerConfig, program: &ProgramSpec) {
        self.java("try {");
        self.indented(|page| {
            page.block("while (running) {", |page| page.turn(config, program));
            if program.commit == CommitStyle::AsyncAfterBatchPlusSyncOnClose {
                page.at(Place::CommitOnClose, "c.commitSync(done);");
            }
        });
        self.java("} finally {");
        self.indented(|page| page.at(Place::Close, "c.close();"));
        self.java("}");
    }

    /// One turn of the loop.
    fn turn(&mut self, config: &ConsumerConfig, program: &ProgramSpec) {
        let timeout = duration(program.poll_timeout_ms);
        self.at(Place::Poll, format!("var batch = c.poll({timeout});"));
        if config.enable_auto_commit && program.commit == CommitStyle::Auto {
            self.indented(|page| {
                page.note(CodeText::AutoCommit(config.auto_commit_interval));
                if let Some(line) = page.lines.last_mut() {
                    line.place = Some(Place::AutoCommit);
                }
            });
        }
        if program.commit == CommitStyle::SyncBeforeProcessing {
            self.at(Place::CommitBefore, "c.commitSync(endOf(batch));");
        }
        self.at(Place::Loop, "for (var r : batch) {");
        self.indented(|page| page.record(program));
        self.java("}");
        if let Some(pool) = program.workers {
            self.tend(pool.mode);
        } else {
            self.commit_batch(program.commit);
        }
    }

    fn record(&mut self, program: &ProgramSpec) {
        if program.workers.is_some() {
            self.at(Place::HandOver, "queue.put(r);");
            return;
        }
        self.at(Place::Record, charge(program));
        if keeps_map(program) {
            self.java("done.put(partition(r), after(r));");
        }
        if program.commit == CommitStyle::SyncPerRecord {
            self.at(
                Place::CommitInLoop,
                "c.commitSync(Map.of(partition(r), after(r)));",
            );
        }
        if let CommitStyle::ExplicitEvery { records } = program.commit {
            let text = format!("if (++n % {records} == 0) c.commitSync(done);");
            self.at(Place::CommitInLoop, text);
        }
    }

    /// What is committed after a batch.
    fn commit_batch(&mut self, style: CommitStyle) {
        let text = match style {
            CommitStyle::SyncAfterBatch => "c.commitSync();".to_owned(),
            CommitStyle::SyncEvery { records } => {
                format!("if ((n += batch.count()) >= {records}) {{ c.commitSync(); n = 0; }}")
            }
            CommitStyle::AsyncAfterBatch | CommitStyle::AsyncAfterBatchPlusSyncOnClose => {
                "c.commitAsync();".to_owned()
            }
            CommitStyle::AsyncRetry
            | CommitStyle::AsyncRetrySequenceGuard
            | CommitStyle::AsyncRetryOffsetGuard => "c.commitAsync(retry);".to_owned(),
            CommitStyle::Auto
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::SyncPerRecord
            | CommitStyle::ExplicitEvery { .. }
            | CommitStyle::Outside
            | CommitStyle::None => return,
        };
        self.at(Place::Commit, text);
    }

    /// What a program with workers does after handing over.
    fn tend(&mut self, mode: WorkerMode) {
        match mode {
            WorkerMode::AutoCommit => {}
            WorkerMode::FinishedPrefix => {
                self.at(Place::Commit, "c.commitSync(finishedPrefix());");
            }
            WorkerMode::PauseResume => {
                self.java("if (!queue.isEmpty()) {");
                self.indented(|page| page.java("c.pause(c.assignment());"));
                self.java("} else {");
                self.indented(|page| {
                    page.at(Place::Commit, "c.commitSync(finishedPrefix());");
                    page.java("c.resume(c.paused());");
                });
                self.java("}");
            }
        }
    }

    fn listener(&mut self, program: &ProgramSpec) {
        let listener = &program.listener;
        self.note(CodeText::ListenerHeading);
        let forget = (!listener.keeps_offsets).then(|| "forget(done, ps);".to_owned());
        let sleep = |ms: u64| (ms > 0).then(|| format!("Thread.sleep({ms});"));
        let seek = listener.seek_in_assigned.map(|to| match to {
            SeekTo::Beginning => "c.seekToBeginning(ps);".to_owned(),
            SeekTo::End => "c.seekToEnd(ps);".to_owned(),
            SeekTo::Offset(offset) => format!("for (var p : ps) c.seek(p, {offset});"),
            SeekTo::AgoMs(ms) => format!("seekToTime(ps, now().minus({}));", duration(ms)),
        });
        let stored = (program.commit == CommitStyle::Outside)
            .then(|| "for (var p : ps) c.seek(p, store.offset(p));".to_owned());
        let commit = listener
            .commit_in_revoked
            .then(|| "c.commitSync(only(done, ps));".to_owned());
        self.callback(
            Place::Assigned,
            "onPartitionsAssigned",
            vec![stored, seek, sleep(listener.assigned_sleep_ms)],
        );
        let forget = forget.filter(|_| commit.is_some());
        let revoked = vec![commit, sleep(listener.revoked_sleep_ms), forget];
        self.callback(Place::Revoked, "onPartitionsRevoked", revoked);
        if listener.own_lost {
            let lost = vec![sleep(listener.lost_sleep_ms)];
            self.callback(Place::Lost, "onPartitionsLost", lost);
        } else {
            let default = "void onPartitionsLost(ps) { onPartitionsRevoked(ps); }";
            self.inside(Place::Lost, default);
        }
    }

    fn callback(&mut self, place: Place, name: &str, body: Vec<Option<String>>) {
        let body: Vec<String> = body.into_iter().flatten().collect();
        if body.is_empty() {
            self.at(place, format!("void {name}(ps) {{ }}"));
            return;
        }
        self.at(place, format!("void {name}(ps) {{"));
        self.indented(|page| body.into_iter().for_each(|text| page.java(text)));
        self.java("}");
    }
}

/// Whether it keeps a map of what it has processed.
fn keeps_map(program: &ProgramSpec) -> bool {
    let commits_it = matches!(
        program.commit,
        CommitStyle::ExplicitEvery { .. } | CommitStyle::AsyncAfterBatchPlusSyncOnClose
    );
    program.workers.is_none() && (commits_it || program.listener.commit_in_revoked)
}

/// What is done with a record, and with one that nothing can be done with.
fn charge(program: &ProgramSpec) -> String {
    let work = match (program.commit, program.sink) {
        (CommitStyle::Outside, _) => "store.save(charge(r.value()), partition(r), after(r))",
        (_, Sink::Plain) => "charge(r.value())",
        (_, Sink::Idempotent) => "chargeOnce(r.key(), r.value())",
    };
    match program.on_poison {
        OnPoison::Crash => format!("{work};"),
        OnPoison::Kill => format!("try {{ {work}; }} catch (Poison e) {{ halt(1); }}"),
        OnPoison::Skip => format!("try {{ {work}; }} catch (Poison e) {{ log(e); }}"),
        OnPoison::DeadLetter => format!("try {{ {work}; }} catch (Poison e) {{ dlt.send(r); }}"),
        OnPoison::RetryInPlace { backoff_ms } => {
            format!("while (!tried(() -> {work})) Thread.sleep({backoff_ms});")
        }
    }
}

fn duration(ms: u64) -> String {
    if ms.is_multiple_of(1_000) {
        format!("ofSeconds({})", ms / 1_000)
    } else {
        format!("ofMillis({ms})")
    }
}
