//! What `kafka-consumer-groups --describe` prints of a group, with Kafka's columns and widths.
//!
//! Follows `ConsumerGroupCommand` of 4.x and the coordinator's answer to `DescribeGroups`: outside
//! Stable it names members without their assignments and no assignor.

use crate::broker::classic_group::{ClassicGroup, Member};
use crate::ids::{GroupId, PartitionId};
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::GroupState;

const MISSING: &str = "-";
const COORDINATOR: &str = "broker-1:9092  (1)";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Describe {
    /// `--describe`
    Offsets,
    /// `--describe --members --verbose`
    Members,
    /// `--describe --state`
    State,
}

impl Describe {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Offsets, Self::Members, Self::State];

    /// Its options.
    pub const fn options(self) -> &'static str {
        match self {
            Self::Offsets => "--describe",
            Self::Members => "--describe --members --verbose",
            Self::State => "--describe --state",
        }
    }
}

/// The printed table, if there is something to print.
pub(crate) fn describe(simulation: &Simulation, group: GroupId, what: Describe) -> String {
    let state = &simulation.world.broker.coordinator.groups[group.index()];
    let rows = match what {
        Describe::Offsets => offsets(simulation, state),
        Describe::Members => members(simulation, state),
        Describe::State => vec![state_row(simulation, state)],
    };
    if rows.is_empty() {
        return String::new();
    }
    table(columns(what, state), &rows)
}

/// A column's name, least width, and whether Kafka widens it for longer values.
type Column = (&'static str, usize, bool);

const GROUP: Column = ("GROUP", 15, true);
const CONSUMER_ID: Column = ("CONSUMER-ID", 15, true);
const HOST: Column = ("HOST", 15, true);

fn columns(what: Describe, group: &ClassicGroup) -> Vec<Column> {
    match what {
        Describe::Offsets => vec![
            GROUP,
            ("TOPIC", 15, true),
            ("PARTITION", 10, false),
            ("CURRENT-OFFSET", 15, false),
            ("LOG-END-OFFSET", 15, false),
            ("LAG", 15, false),
            CONSUMER_ID,
            HOST,
            ("CLIENT-ID", 0, false),
        ],
        Describe::Members => {
            let mut columns = vec![GROUP, CONSUMER_ID];
            if has_instances(group) {
                columns.push(("GROUP-INSTANCE-ID", 17, true));
            }
            columns.extend([
                HOST,
                ("CLIENT-ID", 15, true),
                ("#PARTITIONS", 15, false),
                ("CURRENT-EPOCH", 15, false),
                ("CURRENT-ASSIGNMENT", 20, true),
                ("TARGET-EPOCH", 15, false),
                ("TARGET-ASSIGNMENT", 20, true),
            ]);
            columns
        }
        Describe::State => vec![
            GROUP,
            ("COORDINATOR (ID)", 25, true),
            ("ASSIGNMENT-STRATEGY", 20, false),
            ("STATE", 20, false),
            ("#MEMBERS", 0, false),
        ],
    }
}

fn has_instances(group: &ClassicGroup) -> bool {
    group.members.iter().any(|m| m.group_instance_id.is_some())
}

/// Left-aligned columns with a blank between them.
fn table(columns: Vec<Column>, rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, (_, least, widens))| {
            let longest = rows.iter().map(|row| row[index].chars().count()).max();
            let longest = longest.filter(|_| *widens).unwrap_or(0);
            longest.max(*least)
        })
        .collect();
    let header: Vec<String> = columns
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .collect();
    let mut text = String::new();
    for row in [&header].into_iter().chain(rows) {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        text.push_str(line.join(" ").trim_end());
        text.push('\n');
    }
    text
}

/// Partitions of a member as the coordinator tells them.
fn told(group: &ClassicGroup, member: &Member) -> Vec<PartitionId> {
    if group.state == GroupState::Stable {
        member.assignment().to_vec()
    } else {
        Vec::new()
    }
}

/// Member id, host, client id.
fn identity(simulation: &Simulation, member: &Member) -> [String; 3] {
    let entry = simulation.world.broker.coordinator.table.get(member.id);
    let consumer = &simulation.world.consumers[entry.consumer.index()];
    let client = consumer.client.as_deref();
    let config = client.map_or(&consumer.next_config, |client| &client.config);
    [
        entry.name.to_string(),
        format!("/10.0.0.{}", entry.consumer.index() + 1),
        config.client_id.to_string(),
    ]
}

fn offsets(simulation: &Simulation, group: &ClassicGroup) -> Vec<Vec<String>> {
    let directory = &simulation.world.directory;
    let mut rows = Vec::new();
    let mut assigned = Vec::new();
    let mut row = |partition: PartitionId, [id, host, client]: [String; 3]| {
        let tp = directory.topic_partition(partition);
        let end = simulation.log_end_offset(partition);
        let committed = simulation.committed_offset(group.id, partition);
        let number = |value: Option<u64>| value.map_or(MISSING.to_owned(), |v| v.to_string());
        rows.push(vec![
            simulation.group_name(group.id).to_owned(),
            directory.topic_name(tp.topic).to_string(),
            tp.partition.to_string(),
            number(committed),
            end.to_string(),
            number(committed.map(|offset| end.saturating_sub(offset))),
            id,
            host,
            client,
        ]);
    };
    let mut members: Vec<(&Member, Vec<PartitionId>)> = group
        .members
        .iter()
        .map(|member| (member, told(group, member)))
        .collect();
    sorting::sort_by_key(&mut members, |(_, partitions)| {
        std::cmp::Reverse(partitions.len())
    });
    for (member, mut partitions) in members {
        directory.sort(&mut partitions);
        for partition in partitions {
            assigned.push(partition);
            row(partition, identity(simulation, member));
        }
    }
    let mut rest: Vec<PartitionId> = simulation
        .partitions()
        .filter(|partition| !assigned.contains(partition))
        .filter(|partition| simulation.committed_offset(group.id, *partition).is_some())
        .collect();
    directory.sort(&mut rest);
    for partition in rest {
        row(partition, [MISSING; 3].map(str::to_owned));
    }
    rows
}

fn members(simulation: &Simulation, group: &ClassicGroup) -> Vec<Vec<String>> {
    let has_instances = has_instances(group);
    let row = |member: &Member| {
        let [id, host, client] = identity(simulation, member);
        let partitions = told(group, member);
        let mut cells = vec![simulation.group_name(group.id).to_owned(), id];
        if has_instances {
            let instance = member.group_instance_id.as_deref().unwrap_or_default();
            cells.push(instance.to_owned());
        }
        // Epochs and targets are the new protocol's.
        let missing = || MISSING.to_owned();
        cells.extend([
            host,
            client,
            partitions.len().to_string(),
            missing(),
            assignment(simulation, partitions),
            missing(),
            missing(),
        ]);
        cells
    };
    group.members.iter().map(row).collect()
}

/// `orders:0,1;refunds:2`
fn assignment(simulation: &Simulation, mut partitions: Vec<PartitionId>) -> String {
    let directory = &simulation.world.directory;
    directory.sort(&mut partitions);
    let mut text = String::new();
    let mut topic = None;
    for partition in partitions {
        let tp = directory.topic_partition(partition);
        if topic == Some(tp.topic) {
            text.push(',');
        } else {
            if topic.is_some() {
                text.push(';');
            }
            text.push_str(directory.topic_name(tp.topic));
            text.push(':');
            topic = Some(tp.topic);
        }
        text.push_str(&tp.partition.to_string());
    }
    if text.is_empty() {
        MISSING.clone_into(&mut text);
    }
    text
}

fn state_row(simulation: &Simulation, group: &ClassicGroup) -> Vec<String> {
    let protocol = group.protocol.filter(|_| group.state == GroupState::Stable);
    vec![
        simulation.group_name(group.id).to_owned(),
        COORDINATOR.to_owned(),
        protocol
            .map_or(MISSING, |name| name.protocol_name())
            .to_owned(),
        group.state.name().to_owned(),
        group.members.len().to_string(),
    ]
}
