// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Create bodies in which two JSON readers, or two readers of paths, may see different things. */
final class Bodies {
  private static final String IMAGE = "\"Image\":\"eci-test/busybox:lab\"";
  private static final String BINDS = "[\"" + Attack.MOUNT + "\"]";
  private static final String HOST_CONFIG = "{\"Binds\":" + BINDS + "}";

  private final List<Attack> all = new ArrayList<>();

  static List<Attack> all() {
    Bodies bodies = new Bodies();
    bodies.keys();
    bodies.duplicates();
    bodies.texts();
    bodies.encodings();
    bodies.mounts();
    return bodies.all;
  }

  private void keys() {
    for (String key :
        List.of(
            "HostConfig",
            "hostconfig",
            "HOSTCONFIG",
            "hostConfig",
            "Ho\u017ftConfig",
            "HO\u017fTCONFIG",
            "HostConfi\\u0067",
            "\\u0048ostConfig",
            "Ho\\u017ftConfig",
            "HostConfig ",
            "HostConfig\\u0000",
            " HostConfig",
            "Host\\u200bConfig",
            "H\u03bfstConfig",
            "HostConf\u0131g",
            "HostConf\u0130g")) {
      add("key " + key, "{%s,\"%s\":%s}".formatted(IMAGE, key, HOST_CONFIG));
    }
    for (String key :
        List.of(
            "binds",
            "BINDS",
            "Bind\u017f",
            "bind\u017f",
            "Bind\\u0073",
            "B\\u0131nds",
            "Binds\\u0000")) {
      add("key " + key, "{%s,\"HostConfig\":{\"%s\":%s}}".formatted(IMAGE, key, BINDS));
    }
    for (String key :
        List.of(
            "NetworkMode",
            "Networ\u212aMode",
            "networ\u212amode",
            "PidMode",
            "pidmode",
            "IpcMode",
            "UTSMode",
            "UsernsMode",
            "U\u017fernsMode",
            "CgroupnsMode")) {
      add("host by " + key, "{%s,\"HostConfig\":{\"%s\":\"host\"}}".formatted(IMAGE, key));
    }
    for (String value :
        List.of(
            "Host",
            "HOST",
            "host ",
            " host",
            "host\\u0000",
            "ho\\u0073t",
            "host:",
            "container:",
            "ns:/proc/1/ns/pid")) {
      add("pid mode " + value, "{%s,\"HostConfig\":{\"PidMode\":\"%s\"}}".formatted(IMAGE, value));
    }
  }

  private void duplicates() {
    add(
        "twice, forbidden last",
        "{%s,\"HostConfig\":{},\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add(
        "twice, forbidden first",
        "{%s,\"HostConfig\":%s,\"HostConfig\":{}}".formatted(IMAGE, HOST_CONFIG));
    add(
        "twice, then null",
        "{%s,\"HostConfig\":%s,\"HostConfig\":null}".formatted(IMAGE, HOST_CONFIG));
    add("twice, folded", "{%s,\"HostConfig\":{},\"hostconfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add(
        "twice, folded first",
        "{%s,\"hostconfig\":%s,\"HostConfig\":{}}".formatted(IMAGE, HOST_CONFIG));
    add(
        "twice, long s",
        "{%s,\"HostConfig\":{},\"Ho\u017ftConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add(
        "twice, escaped",
        "{%s,\"HostConfig\":{},\"\\u0048ostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add("inside twice", "{%s,\"HostConfig\":{\"Binds\":[],\"Binds\":%s}}".formatted(IMAGE, BINDS));
    add(
        "inside twice, folded",
        "{%s,\"HostConfig\":{\"Binds\":[],\"bINDS\":%s}}".formatted(IMAGE, BINDS));
    add(
        "inside twice, null",
        "{%s,\"HostConfig\":{\"Binds\":%s,\"Binds\":null}}".formatted(IMAGE, BINDS));
    add(
        "image twice",
        "{\"Image\":\"docker:cli\",%s,\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add(
        "merged",
        "{%s,\"HostConfig\":{\"Binds\":%s},\"HostConfig\":{\"Memory\":0}}".formatted(IMAGE, BINDS));
  }

  private void texts() {
    add("behind an object", Attack.HARMLESS + Attack.BODY);
    add("before an object", Attack.BODY + Attack.HARMLESS);
    add("behind null", "null" + Attack.BODY);
    add("trailing text", Attack.BODY + "x");
    add("trailing NUL", Attack.BODY + "\0");
    add("trailing bracket", Attack.BODY + "}");
    add("leading text", "x" + Attack.BODY);
    add("leading NUL", "\0" + Attack.BODY);
    add("byte order mark", "\ufeff" + Attack.BODY);
    add("in an array", "[" + Attack.BODY + "]");
    add("commented", "{%s,/*\"HostConfig\":{},*/\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add("line comment", "{%s,//\n\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add("single quotes", Attack.BODY.replace('"', '\''));
    add("trailing comma", "{%s,\"HostConfig\":%s,}".formatted(IMAGE, HOST_CONFIG));
    add("unquoted", "{%s,HostConfig:%s}".formatted(IMAGE, HOST_CONFIG));
    add(
        "raw line feed in a text",
        "{%s,\"a\":\"\n\",\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add("NaN", "{%s,\"HostConfig\":{\"Memory\":NaN,\"Binds\":%s}}".formatted(IMAGE, BINDS));
    add(
        "large number",
        "{%s,\"HostConfig\":{\"Memory\":1e400,\"Binds\":%s}}".formatted(IMAGE, BINDS));
    add(
        "number as text",
        "{%s,\"HostConfig\":{\"Memory\":\"0\",\"Binds\":%s}}".formatted(IMAGE, BINDS));
    add(
        "deep",
        "{%s,\"x\":%s%s,\"HostConfig\":%s}"
            .formatted(IMAGE, "[".repeat(5000), "]".repeat(5000), HOST_CONFIG));
    add("unfinished", Attack.BODY.substring(0, Attack.BODY.length() - 1));
    add("lone surrogate", "{%s,\"\\ud800\":1,\"HostConfig\":%s}".formatted(IMAGE, HOST_CONFIG));
    add("text for list", "{%s,\"HostConfig\":{\"Binds\":\"%s\"}}".formatted(IMAGE, Attack.MOUNT));
    add(
        "unknown option",
        "{%s,\"HostConfig\":{\"Unheard\":1,\"Binds\":%s}}".formatted(IMAGE, BINDS));
    add("empty", "");
    add("white space", " \t\r\n" + Attack.BODY + " \n\t\r\n");
  }

  private void encodings() {
    for (Charset charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE"))) {
      all.add(
          Attack.create(
              "in " + charset,
              Attack.BODY.getBytes(charset),
              "Content-Type: application/json; charset=" + charset + "\r\n"));
    }
    byte[] body = Attack.BODY.getBytes(StandardCharsets.UTF_8);
    for (String type :
        List.of(
            "",
            "Content-Type: text/plain\r\n",
            "Content-Type: APPLICATION/JSON\r\n",
            "Content-Type: application/json; charset=x\r\n",
            "Content-Type: application/json, text/plain\r\n",
            "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n",
            "Content-Type: application/grpc\r\n",
            "Content-Type: application/json;\r\n")) {
      all.add(Attack.create("type " + type, body, type));
    }
    all.add(
        Attack.create(
            "overlong UTF-8",
            "{%s,\"H\u00c1\u00afstConfig\":{}}"
                .formatted(IMAGE)
                .getBytes(StandardCharsets.ISO_8859_1),
            "Content-Type: application/json\r\n"));
    all.add(
        Attack.create(
            "no UTF-8 in a key",
            "{%s,\"a\u00ff\":1,\"HostConfig\":%s}"
                .formatted(IMAGE, HOST_CONFIG)
                .getBytes(StandardCharsets.ISO_8859_1),
            "Content-Type: application/json\r\n"));
  }

  private void mounts() {
    for (String source :
        List.of(
            "/etc/",
            "//etc",
            "/./etc",
            "/srv/../etc",
            "/etc/.",
            "/etc/../etc",
            "/proc/self/root/etc",
            "/proc/1/root/etc",
            "/",
            "/var/run",
            "/var",
            "/run/../run",
            "/dev/../etc",
            "/srv/link-to-etc",
            "\\u002fetc")) {
      add(
          "bind of " + source,
          "{%s,\"HostConfig\":{\"Binds\":[\"%s:/forbidden\"]}}".formatted(IMAGE, source));
      for (String key : List.of("Mounts", "mounts", "Mount\u017f")) {
        add(
            "mount of " + source + " by " + key,
            "{%s,\"HostConfig\":{\"%s\":[{\"Type\":\"bind\",\"Source\":\"%s\",\"Target\":\"/forbidden\"}]}}"
                .formatted(IMAGE, key, source));
      }
    }
    add(
        "volume that is a bind",
        "{%s,\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"f%s\",\"Target\":\"/forbidden\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\",\"Options\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/etc\"}}}}]}}"
            .formatted(IMAGE, Attack.NUMBER));
    add(
        "bind with options",
        "{%s,\"HostConfig\":{\"Binds\":[\"/etc:/forbidden:ro,z\"]}}".formatted(IMAGE));
    add(
        "other runtime",
        "{%s,\"HostConfig\":{\"Runtime\":\"runc\",\"Binds\":%s}}".formatted(IMAGE, BINDS));
  }

  private void add(String name, String json) {
    all.add(Attack.create(name, json));
  }
}
