// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.util.ArrayList;
import java.util.List;

/** Requests whose end, headers or first line two parsers may see at different places. */
final class Framings {
  private static final String TYPE = "Content-Type: application/json\r\n";

  private final List<Attack> all = new ArrayList<>();

  static List<Attack> all() {
    Framings framings = new Framings();
    framings.lengths();
    framings.encodings();
    framings.chunks();
    framings.smuggled();
    framings.lines();
    framings.upgrades();
    return framings.all;
  }

  private void lengths() {
    int length = Attack.BODY.length();
    for (String header :
        List.of(
            "Content-Length: %d\r\nContent-Length: %1$d\r\n",
            "Content-Length: 2\r\nContent-Length: %d\r\n",
            "Content-Length: %d\r\nContent-Length: 2\r\n",
            "Content-Length: %d, %1$d\r\n",
            "Content-Length: 2, %d\r\n",
            "Content-Length: +%d\r\n",
            "Content-Length:%d\r\n",
            "Content-Length: 0%d\r\n",
            "Content-Length: 0x%x\r\n",
            "Content-Length: %d \r\n",
            "Content-Length: %d\t\r\n",
            "Content-Length : %d\r\n",
            "Content-Length\t: %d\r\n",
            " Content-Length: %d\r\n",
            "Content-Length: \r\n %d\r\n",
            "Content-Length: %d.0\r\n",
            "Content-Length: 1844674407370955%d\r\n",
            "Content-Length: -%d\r\n",
            "content-length: %d\r\n",
            "Content_Length: %d\r\n",
            "Content-Length: %d\n",
            "Content-Length: %d\r",
            "Content-Length: %d\0\r\n",
            "X: y\0\r\nContent-Length: %d\r\n",
            "X\0: y\r\nContent-Length: %d\r\n",
            "X y: z\r\nContent-Length: %d\r\n",
            ": z\r\nContent-Length: %d\r\n",
            "noColon\r\nContent-Length: %d\r\n",
            "X: y\r\n folded\r\nContent-Length: %d\r\n",
            "X: y\nContent-Length: %d\r\n",
            "X: y\r\r\nContent-Length: %d\r\n",
            "X: \u00ff\u0001\u007f\r\nContent-Length: %d\r\n",
            "Host: other\r\nContent-Length: %d\r\n",
            "Content-Encoding: gzip\r\nContent-Length: %d\r\n",
            "Expect: 100-continue\r\nContent-Length: %d\r\n",
            "Expect: 200-maybe\r\nContent-Length: %d\r\n",
            "Connection: close, Content-Length\r\nContent-Length: %d\r\n",
            "X-HTTP-Method-Override: GET\r\nContent-Length: %d\r\n",
            "Content-Type: text/plain\r\nContent-Length: %d\r\n")) {
      create("length " + header, header.formatted(length), Attack.BODY);
    }
    create("no length", "", Attack.BODY);
    create(
        "large header",
        "X: " + "y".repeat(200_000) + "\r\nContent-Length: " + length + "\r\n",
        Attack.BODY);
    create(
        "many headers",
        "X: y\r\n".repeat(5_000) + "Content-Length: " + length + "\r\n",
        Attack.BODY);
    create(
        "large body",
        "Content-Length: %d\r\n".formatted(6_000_000 + length),
        " ".repeat(6_000_000) + Attack.BODY);
  }

  private void encodings() {
    for (String header :
        List.of(
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: Chunked\r\n",
            "transfer-encoding: CHUNKED\r\n",
            "Transfer-Encoding:\tchunked\r\n",
            "Transfer-Encoding: chunked \r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding: \r\n chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity, chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: \u000bchunked\r\n",
            "Transfer-Encoding: chunked;q=1\r\n",
            "Transfer-Encoding: \"chunked\"\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding:\r\n",
            "Transfer_Encoding: chunked\r\n",
            "TE: chunked\r\n",
            "X: y\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
            "Transfer-Encoding: chunked\r\nTrailer: Content-Length\r\n")) {
      create("encoding " + header, header, chunked(Attack.BODY));
      // the other way round: read as chunked by the engine, as a length by the proxy in front
      create(
          "length with " + header,
          header + "Content-Length: " + Attack.HARMLESS.length() + "\r\n",
          Attack.HARMLESS + Attack.tag());
      create(
          "smuggled behind " + header,
          header + "Content-Length: %d\r\n".formatted(5 + Attack.tag().length()),
          "0\r\n\r\n" + Attack.tag());
    }
    all.add(
        Attack.of(
            "chunked in 1.0",
            "POST "
                + Attack.createTarget()
                + " HTTP/1.0\r\n"
                + TYPE
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunked(Attack.BODY)));
  }

  private void chunks() {
    String hex = Integer.toHexString(Attack.BODY.length());
    for (String form :
        List.of(
            "%s;ext=1\r\n%s\r\n0\r\n\r\n",
            "%s;ext=\"\r\n%s\r\n0\r\n\r\n",
            "%s ;ext\r\n%s\r\n0\r\n\r\n",
            "000000000000%s\r\n%s\r\n0\r\n\r\n",
            "0x%s\r\n%s\r\n0\r\n\r\n",
            "+%s\r\n%s\r\n0\r\n\r\n",
            " %s\r\n%s\r\n0\r\n\r\n",
            "%s\n%s\n0\n\n",
            "%s\r\n%s0\r\n\r\n",
            "%s\r\n%s\r\n0\r\nX: y\r\n\r\n",
            "%s\r\n%s\r\n0\r\nContent-Length: 1\r\n\r\n",
            "%s\r\n%s\r\n00000\r\n\r\n",
            "%s\r\n%s\r\n-0\r\n\r\n",
            "10000000000000%s\r\n%s\r\n0\r\n\r\n",
            "%s\r%s\r0\r\r",
            "%s\0\r\n%s\r\n0\r\n\r\n")) {
      create("chunk " + form, "Transfer-Encoding: chunked\r\n", form.formatted(hex, Attack.BODY));
    }
    StringBuilder single = new StringBuilder();
    Attack.BODY.chars().forEach(c -> single.append("1\r\n").append((char) c).append("\r\n"));
    create("chunks of one byte", "Transfer-Encoding: chunked\r\n", single + "0\r\n\r\n");
    create(
        "smuggled behind chunks",
        "Transfer-Encoding: chunked\r\n",
        chunked(Attack.HARMLESS) + Attack.tag());
    create(
        "smuggled in an extension",
        "Transfer-Encoding: chunked\r\n",
        "1;\n" + Attack.tag() + "\r\n0\r\n\r\n");
  }

  private void smuggled() {
    for (String first :
        List.of(
            "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n",
            "GET /_ping HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n",
            "HEAD /_ping HTTP/1.1\r\nHost: d\r\n\r\n",
            "HEAD /_ping HTTP/1.1\r\nHost: d\r\nContent-Length: 10\r\n\r\n",
            "GET /_ping HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET /_ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET /nothing HTTP/1.1\r\nHost: d\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: d\r\n\r\n",
            "\r\n\r\n",
            "\n",
            "GET /_ping HTTP/1.1\r\nHost: d\r\n\n",
            "GET /_ping HTTP/1.1\nHost: d\n\n",
            "GET /_ping HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\n\r\n",
            "POST /v1.44/containers/prune HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n",
            "GET /_ping\r\n",
            "GET /_ping HTTP/1.1\r\n\r\n",
            "GET /events?since=0&until=1 HTTP/1.1\r\nHost: d\r\n\r\n")) {
      all.add(Attack.of("behind " + first, first + Attack.tag()));
      all.add(
          Attack.of(
              "as the body of " + first,
              first.replaceFirst("\r\n\r\n$", "\r\nContent-Length: 3\r\n\r\nabc") + Attack.tag()));
    }
  }

  private void lines() {
    String target = Attack.tagTarget();
    for (String line :
        List.of(
            "post %s HTTP/1.1",
            "PoST %s HTTP/1.1",
            " POST %s HTTP/1.1",
            "POST\t%s HTTP/1.1",
            "POST  %s HTTP/1.1",
            "POST %s  HTTP/1.1",
            "POST %s HTTP/1.1 ",
            "POST %s\tHTTP/1.1",
            "POST %s http/1.1",
            "POST %s HTTP/1.2",
            "POST %s HTTP/2.0",
            "POST %s HTTP/01.1",
            "POST %s HTTP/1.0",
            "POST %s",
            "POST\0 %s HTTP/1.1",
            "POST %s\0 HTTP/1.1",
            "PO ST %s HTTP/1.1",
            "CONNECT %s HTTP/1.1",
            "PUT %s HTTP/1.1",
            "GET %s HTTP/1.1\r\nX-HTTP-Method-Override: POST",
            "GET %s HTTP/1.1\r\nX-HTTP-Method: POST",
            "\u0000POST %s HTTP/1.1")) {
      all.add(
          Attack.of(
              "line " + line, line.formatted(target) + "\r\nHost: d\r\nContent-Length: 0\r\n\r\n"));
    }
    all.add(Attack.of("bare line feeds", Attack.tag().replace("\r\n", "\n")));
    all.add(Attack.of("bare carriage returns", Attack.tag().replace("\r\n", "\r")));
    all.add(Attack.of("no host", "POST " + target + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
    all.add(Attack.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Attack.tag()));
  }

  private void upgrades() {
    for (String target :
        List.of(
            "GET /_ping",
            "GET /v1.44/info",
            "POST /v1.44/containers/none/attach?stream=1&stdin=1",
            "POST /v1.44/exec/none/start",
            "POST /v1.44/session",
            "POST /session",
            "POST /v1.44/grpc",
            "POST /grpc",
            "GET /v1.44/containers/none/attach/ws?stream=1",
            "POST /v1.44/containers/none/start",
            "POST /moby.buildkit.v1.Control/Solve")) {
      for (String upgrade : List.of("tcp", "h2c", "websocket", "x", "h2c, tcp")) {
        all.add(
            Attack.of(
                "behind " + target + " upgraded to " + upgrade,
                target
                    + " HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: "
                    + upgrade
                    + "\r\nContent-Length: 0\r\n\r\n"
                    + Attack.tag()));
      }
    }
    all.add(
        Attack.of(
            "upgraded by settings",
            "GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"
                + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"));
    all.add(
        Attack.of(
            "gRPC over 1.1",
            Attack.line("POST", Attack.tagTarget())
                + "Content-Type: application/grpc\r\nContent-Length: 0\r\n\r\n"));
  }

  private void create(String name, String headers, String body) {
    all.add(
        Attack.of(
            name, Attack.line("POST", Attack.createTarget()) + TYPE + headers + "\r\n" + body));
  }

  private static String chunked(String body) {
    return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
  }
}
