use super::*;
use crate::strict;

fn sound() -> Value {
    json!({"path": "/e/merged", "base": 1_879_048_192_u32, "size": 65536, "flags": ["nodev"],
           "overlay": {"lower": ["/e/l/X", "/e/l/Y"], "upper": "/e/1/diff", "work": "/e/1/work", "options": ["index=off"]}})
}

fn read(json: &Value) -> Result<Plan> {
    let mut outer = strict::object(json!({"rootfs": json}).to_string().as_bytes()).unwrap();
    Plan::read(outer.take("rootfs").unwrap())
}

#[test]
fn what_is_written_is_what_is_read() {
    let mut plain = sound();
    plain["overlay"] = Value::Null;
    let mut read_only = sound();
    read_only["overlay"]["upper"] = Value::Null;
    read_only["overlay"]["work"] = Value::Null;
    for json in [sound(), plain, read_only] {
        assert_eq!(read(&json).unwrap().write(), json);
    }
}

#[test]
fn every_key_must_be_there_and_no_other() {
    for key in ["path", "base", "size", "flags", "overlay"] {
        let mut json = sound();
        json.as_object_mut().unwrap().remove(key);
        assert!(read(&json).is_err(), "{key}");
    }
    for key in ["lower", "upper", "work", "options"] {
        let mut json = sound();
        json["overlay"].as_object_mut().unwrap().remove(key);
        assert!(read(&json).is_err(), "{key}");
    }
    let (mut outer, mut inner) = (sound(), sound());
    outer["more"] = json!(1);
    inner["overlay"]["more"] = json!(1);
    assert!(read(&outer).is_err() && read(&inner).is_err());
}

#[test]
fn paths_are_absolute_and_go_straight_down() {
    for path in ["", "/", "e", "e/merged", "/e/../f", "/e/..", "/e/.", "/./e", "/e//f", "/e/", "/e\0f"] {
        let (mut outer, mut lower, mut upper) = (sound(), sound(), sound());
        outer["path"] = json!(path);
        lower["overlay"]["lower"][1] = json!(path);
        upper["overlay"]["upper"] = json!(path);
        for json in [outer, lower, upper] {
            assert!(read(&json).is_err(), "{json}");
        }
    }
}

#[test]
fn a_range_is_never_that_of_the_node() {
    for (base, size) in
        [(0, 65536), (1000, 65536), (65535, 1), (65536, 0), (u64::from(u32::MAX) - 1, 1), (1 << 32, 1), (65536, u64::from(u32::MAX))]
    {
        let mut json = sound();
        json["base"] = json!(base);
        json["size"] = json!(size);
        assert!(read(&json).is_err(), "{json}");
    }
}

#[test]
fn upper_and_work_are_two_names_in_one_directory() {
    for (upper, work) in [
        (json!("/e/1/diff"), Value::Null),
        (Value::Null, json!("/e/1/work")),
        (json!("/e/1/diff"), json!("/e/2/work")),
        (json!("/e/1/diff"), json!("/e/1/diff")),
        (json!("/diff"), json!("/work")),
        (json!("/e/1/diff,x=y"), json!("/e/1/work")),
    ] {
        let mut json = sound();
        json["overlay"]["upper"] = upper;
        json["overlay"]["work"] = work;
        assert!(read(&json).is_err(), "{json}");
    }
}

#[test]
fn options_are_one_each_and_name_no_directory() {
    for option in
        ["", "=x", "upperdir=/x", "lowerdir=/x", "lowerdir+=/x", "workdir=/", "index=off,upperdir=/x", "context=\"a,b", "x=\\,y", "a\0"]
    {
        let mut json = sound();
        json["overlay"]["options"] = json!([option]);
        assert!(read(&json).is_err(), "{option}");
    }
    let mut json = sound();
    json["overlay"]["options"] = json!(["userxattr", "volatile", "xino=off", "context=\"system_u:object_r:c_t:s0:c1,c2\""]);
    assert!(read(&json).is_ok());
}

#[test]
fn unknown_flags_and_endless_layers_are_refused() {
    let (mut flags, mut none, mut many) = (sound(), sound(), sound());
    flags["flags"] = json!(["bind"]);
    none["overlay"]["lower"] = json!([]);
    many["overlay"]["lower"] = json!(vec!["/l"; 501]);
    assert!([flags, none, many].iter().all(|json| read(json).is_err()));
}
