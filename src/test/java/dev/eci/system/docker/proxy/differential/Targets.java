// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.util.List;
import java.util.stream.Stream;

/** Ways to spell the path of a request that is on the command list. */
final class Targets {
  private Targets() {}

  static List<Attack> all() {
    return Stream.of(
            "/v1.44/images/V/tag",
            "/images/V/tag",
            "//images/V/tag",
            "/v1.44//images/V/tag",
            "/v1.44/images//V/tag",
            "/v1.44/images/V//tag",
            "/v1.44/images/V/tag/",
            "/v1.44/./images/V/tag",
            "/v1.44/x/../images/V/tag",
            "/../images/V/tag",
            "/_ping/../images/V/tag",
            "/v1.44/images/x/../V/tag",
            "/v1.44/images/V/json/../tag",
            "/v1.44/images/V/./tag",
            "/%69mages/V/tag",
            "/v1.44/images/V/%74ag",
            "/v1.44/images/V/%74AG",
            "/v1.44/images/V%2Ftag",
            "/v1.44/images%2fV%2ftag",
            "/v1.44%2Fimages/V/tag",
            "/v1%2e44/images/V/tag",
            "/%2e%2e/images/V/tag",
            "/v1.44/%2e/images/V/tag",
            "/v1.44/images/%2e%2e/images/V/tag",
            "/v1.44/images/V/tag%00",
            "/v1.44/images/V/tag%20",
            "/v1.44/images/V/tag%0d%0a",
            "/v1.44/images/V/tag%",
            "/v1.44/images/V/tag%zz",
            "/v1.44/images/V/%2574ag",
            "/V1.44/images/V/tag",
            "/v1.44./images/V/tag",
            "/v1..44/images/V/tag",
            "/v01.44/images/V/tag",
            "/v1.044/images/V/tag",
            "/v1.44/v1.44/images/V/tag",
            "/v1.9999999999/images/V/tag",
            "/v1/images/V/tag",
            "/v/images/V/tag",
            "/v1.44/IMAGES/V/tag",
            "/v1.44/images/V/TAG",
            "/v1.44/images/V/tag;x=y",
            "/v1.44/images/V;x/tag",
            "/v1.44/images/V/tag?",
            "/v1.44/images/V/tag??",
            "/v1.44/images/V/tag?repo=x&tag=y",
            "/v1.44/images/V/tag?x=y;x=y",
            "/v1.44/images/V/tag#x",
            "/v1.44/images/V/tag?#",
            "/v1.44/images/V\\tag",
            "\\v1.44\\images\\V\\tag",
            "/v1.44/images/V/tag\u00a0",
            "/v1.44/images/V/tag\u00c3\u00a9",
            "/v1.44/images/V/t\u00aag",
            "http://d/v1.44/images/V/tag",
            "http://d:80/v1.44/images/V/tag",
            "HTTP://d/v1.44/images/V/tag",
            "http:///v1.44/images/V/tag",
            "http://d//images/V/tag",
            "http://u:p@d/images/V/tag",
            "http:/v1.44/images/V/tag",
            "http:v1.44/images/V/tag",
            "unix:///v1.44/images/V/tag",
            "//d/v1.44/images/V/tag",
            "///v1.44/images/V/tag",
            "images/V/tag",
            "?/images/V/tag",
            "d:80",
            "*",
            "",
            "/v1.44/images/V/tag HTTP/1.1\r\nX: ",
            "/v1.44/images/x/../../images/V/tag",
            "/v1.44/images/x/push/../../../images/V/tag",
            "/v1.44/images/%2e%2e/images/V/tag",
            "/v1.44/distribution/x/../../images/V/tag",
            "/v1.44/images/V/tag/json",
            "/v1.44/images/V/update/../tag",
            "/v1.44/images/../images/V/tag",
            "/debug/../images/V/tag",
            "/v1.44/plugins/x/../../images/V/tag")
        .map(target ->
            Attack.of(
                "target " + target,
                Attack.line("POST", requestFor(target)) + "Content-Length: 0\r\n\r\n"))
        .toList();
  }

  private static String requestFor(String target) {
    String with = target + (target.contains("?") ? "&" : "?") + Attack.TAG;
    return with.replace("/V/", "/" + Attack.IMAGE + "/").replaceAll("\\bV(?![1.])", Attack.IMAGE);
  }
}
