//! Tests of the store on both engines.

mod columns;
mod db;
mod support;
