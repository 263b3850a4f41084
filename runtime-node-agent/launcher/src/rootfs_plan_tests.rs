// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::strict_json;

fn valid_plan() -> Value {
    json!({"path": "/e/merged", "base": 1_879_048_192_u32, "size": 65536, "flags": ["nodev"],
           "overlay": {"lower": ["/e/l/X", "/e/l/Y"], "upper": "/e/1/diff", "work": "/e/1/work", "options": ["index=off"]}})
}

fn parse(json: &Value) -> Result<RootfsPlan> {
    let mut outer = strict_json::parse_object(json!({"rootfs": json}).to_string().as_bytes()).unwrap();
    RootfsPlan::parse(outer.take("rootfs").unwrap())
}

#[test]
fn round_trips_through_json() {
    let mut plain = valid_plan();
    plain["overlay"] = Value::Null;
    let mut read_only = valid_plan();
    read_only["overlay"]["upper"] = Value::Null;
    read_only["overlay"]["work"] = Value::Null;
    for json in [valid_plan(), plain, read_only] {
        assert_eq!(parse(&json).unwrap().to_json(), json);
    }
}

#[test]
fn rejects_missing_and_unknown_keys() {
    for key in ["path", "base", "size", "flags", "overlay"] {
        let mut json = valid_plan();
        json.as_object_mut().unwrap().remove(key);
        assert!(parse(&json).is_err(), "{key}");
    }
    for key in ["lower", "upper", "work", "options"] {
        let mut json = valid_plan();
        json["overlay"].as_object_mut().unwrap().remove(key);
        assert!(parse(&json).is_err(), "{key}");
    }
    let (mut outer, mut inner) = (valid_plan(), valid_plan());
    outer["more"] = json!(1);
    inner["overlay"]["more"] = json!(1);
    assert!(parse(&outer).is_err() && parse(&inner).is_err());
}

#[test]
fn rejects_relative_and_unnormalized_paths() {
    for path in ["", "/", "e", "e/merged", "/e/../f", "/e/..", "/e/.", "/./e", "/e//f", "/e/", "/e\0f"] {
        let (mut outer, mut lower, mut upper) = (valid_plan(), valid_plan(), valid_plan());
        outer["path"] = json!(path);
        lower["overlay"]["lower"][1] = json!(path);
        upper["overlay"]["upper"] = json!(path);
        for json in [outer, lower, upper] {
            assert!(parse(&json).is_err(), "{json}");
        }
    }
}

#[test]
fn rejects_id_ranges_of_the_host() {
    for (base, size) in
        [(0, 65536), (1000, 65536), (65535, 1), (65536, 0), (u64::from(u32::MAX) - 1, 1), (1 << 32, 1), (65536, u64::from(u32::MAX))]
    {
        let mut json = valid_plan();
        json["base"] = json!(base);
        json["size"] = json!(size);
        assert!(parse(&json).is_err(), "{json}");
    }
}

#[test]
fn rejects_upper_and_work_in_different_directories() {
    for (upper, work) in [
        (json!("/e/1/diff"), Value::Null),
        (Value::Null, json!("/e/1/work")),
        (json!("/e/1/diff"), json!("/e/2/work")),
        (json!("/e/1/diff"), json!("/e/1/diff")),
        (json!("/diff"), json!("/work")),
        (json!("/e/1/diff,x=y"), json!("/e/1/work")),
    ] {
        let mut json = valid_plan();
        json["overlay"]["upper"] = upper;
        json["overlay"]["work"] = work;
        assert!(parse(&json).is_err(), "{json}");
    }
}

#[test]
fn rejects_options_that_name_directories() {
    for option in
        ["", "=x", "upperdir=/x", "lowerdir=/x", "lowerdir+=/x", "workdir=/", "index=off,upperdir=/x", "context=\"a,b", "x=\\,y", "a\0"]
    {
        let mut json = valid_plan();
        json["overlay"]["options"] = json!([option]);
        assert!(parse(&json).is_err(), "{option}");
    }
    let mut json = valid_plan();
    json["overlay"]["options"] = json!(["userxattr", "volatile", "xino=off", "context=\"system_u:object_r:c_t:s0:c1,c2\""]);
    assert!(parse(&json).is_ok());
}

#[test]
fn rejects_unknown_flags_and_too_many_layers() {
    let (mut flags, mut none, mut many) = (valid_plan(), valid_plan(), valid_plan());
    flags["flags"] = json!(["bind"]);
    none["overlay"]["lower"] = json!([]);
    many["overlay"]["lower"] = json!(vec!["/l"; 501]);
    assert!([flags, none, many].iter().all(|json| parse(json).is_err()));
}

#[test]
fn parses_windows_around_high_ids() {
    let mut json = valid_plan();
    json["extents"] = json!([{"containerID": 1_179_648, "hostID": 1_879_113_728_u32, "size": 65536}]);
    let plan = parse(&json).unwrap();
    assert_eq!(plan.ids.lines(), "0 1879048192 65536\n1179648 1879113728 65536\n");
    assert_eq!(plan.to_json(), json);
    assert_eq!(plan.ids.unmapped_window(), 65536);
    json["extents"][0]["containerID"] = json!(65536);
    assert_eq!(parse(&json).unwrap().ids.unmapped_window(), 131_072);
}

#[test]
fn rejects_windows_that_map_an_id_twice_or_none() {
    for (container_id, host_id, size) in [
        (65535, 1_879_113_728_u64, 65536_u64),
        (0, 1_879_113_728, 1),
        (1_179_648, 1_879_048_192, 65536),
        (1_179_648, 1_879_048_192 + 65535, 65536),
        (1_179_648, 0, 65536),
        (1_179_648, 1_879_113_728, 0),
        (1 << 32, 1_879_113_728, 65536),
        (u64::from(u32::MAX), 1_879_113_728, 65536),
    ] {
        let mut json = valid_plan();
        json["extents"] = json!([{"containerID": container_id, "hostID": host_id, "size": size}]);
        assert!(parse(&json).is_err(), "{json}");
    }
    let mut json = valid_plan();
    json["extents"] = json!([{"containerID": 1_179_648, "hostID": 1_879_113_728, "size": 65536, "more": 1}]);
    assert!(parse(&json).is_err());
    let extents: Vec<Value> =
        (1..=65_u64).map(|i| json!({"containerID": i * 65536, "hostID": 1_879_048_192 + i * 65536, "size": 65536})).collect();
    json["extents"] = json!(extents);
    assert!(parse(&json).is_err(), "65 windows");
}
