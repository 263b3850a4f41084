// SPDX-License-Identifier: Apache-2.0
//! state.json: what a cleanup will undo.
#![no_main]

use eci_runtime_fuzz::state::State;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(state) = State::parse(bytes) {
        let again = State::parse(state.to_json().as_bytes());
        assert_eq!(again, Ok(state));
    }
});
