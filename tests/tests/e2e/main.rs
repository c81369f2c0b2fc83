//! Journeys of a visitor through the built page, in a real browser. They run with `RUN_E2E=1`, which
//! `cargo xtask test` sets once the page is built.

mod access;
mod author;
mod axe;
mod code;
mod compare;
mod course;
mod embed;
mod export;
mod fidelity;
mod glossary;
mod heat;
mod hostile;
mod input;
mod journeys;
mod korean;
mod lessons;
mod levers;
mod loads;
mod marks;
mod offline;
mod pictures;
mod program;
mod recipes;
mod records;
mod settings;
mod share;
mod shell;
mod single_file;
mod stage;
mod workshop;
