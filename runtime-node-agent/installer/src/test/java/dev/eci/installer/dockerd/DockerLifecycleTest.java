// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After installation and removal, and a kill -9 at each step of both, daemon.json has its bytes.
 */
class DockerLifecycleTest {
  private static final String USERS =
      "{\n\t\"labels\" : [\"a=é\"],\n\t\"runtimes\": { \"x\": {\"path\": \"/x\"} },\n \"default-runtime\":\"runc\" }\n\n";

  @TempDir Path directory;

  /** No code catches it, so it acts like the end of the process. */
  private static final class SimulatedKillError extends Error {
    private static final long serialVersionUID = 1;
  }

  private static Consumer<String> killAt(String point) {
    return reached -> {
      if (reached.equals(point)) {
        throw new SimulatedKillError();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "", " \n", "{}", "{ }", "{\"debug\":false}", USERS})
  void leavesNothingAfterInstallAndRemove(String daemonJson) throws Exception {
    HostFixture host =
        new HostFixture(directory, Optional.of(daemonJson).filter(text -> !text.equals("absent")));
    Map<String, String> before = host.snapshot();
    assertThat(host.install()).isEqualTo(new DockerInstaller.Result.Done(true));
    assertThat(host.isEciRuntimeDefault()).isTrue();
    assertThat(host.install()).isEqualTo(new DockerInstaller.Result.Done(false));
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.Done.class);
    assertThat(host.snapshot()).isEqualTo(before);
    assertThat(host.hasNoEciRuntime()).isTrue();
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.Done.class);
    assertThat(host.snapshot()).isEqualTo(before);
  }

  /** Each is valid for dockerd: {@code dockerd --validate}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-8    | '' | {'debug':true,'debug':false}",
        "UTF-8    | '' | {'runtimes':{'a':{'path':'/a'}},'runtimes':{'b':{'path':'/b'}}}",
        "UTF-8    | '' | {'default-runtime':'nvidia','default-runtime':'runc'}",
        "UTF-8    | '' | {'default-runtime':null,'runtimes':{}}",
        "UTF-8    | \uFEFF | {'labels':['é']}",
        "UTF-8    | \uFEFF | ''",
        "UTF-16LE | \uFEFF | {'labels':['é'], 'runtimes':{'a':{'path':'/a'}}}",
        "UTF-16BE | \uFEFF | { }"
      })
  void givesBackEveryByteThatDockerdReads(String charset, String mark, String json)
      throws Exception {
    HostFixture host =
        new HostFixture(
            directory, Optional.of(mark + json.replace('\'', '"')), Charset.forName(charset));
    Map<String, String> before = host.snapshot();
    assertThat(host.install()).isEqualTo(new DockerInstaller.Result.Done(true));
    assertThat(host.isEciRuntimeDefault()).isTrue();
    assertThat(host.install()).isEqualTo(new DockerInstaller.Result.Done(false));
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.Done.class);
    assertThat(host.snapshot()).isEqualTo(before);
    assertThat(host.hasNoEciRuntime()).isTrue();
  }

  @Test
  void readsRepeatedKeysAsDockerdDoes() throws Exception {
    DaemonJson json =
        DaemonJson.of(
            "daemon.json",
            Optional.of(
                "{\"runtimes\":{\"eci\":{\"path\":\"/1\"},\"a\":{}},\"default-runtime\":\"a\","
                    + "\"runtimes\":{\"b\":{}},\"default-runtime\":\"b\",\"hosts\":[\"x\"],\"hosts\":[\"y\"]}"));
    assertThat(json.runtimePath()).contains("/1");
    assertThat(json.defaultRuntime()).contains("b");
    assertThat(json.hosts()).containsExactly("y");
    assertThat(DaemonJson.of("", Optional.of(json.withRuntime("/2", "eci"))).runtimePath())
        .contains("/2");
    assertThat(DaemonJson.of("", Optional.of(json.unloading(Optional.of("a")))).runtimePath())
        .isEmpty();
    assertThat(json.unloading(Optional.of("a"))).contains("\"a\":{}", "\"b\":{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "launcher", "runtime.conf", "daemon.json", "reload", "loaded"})
  void completesInstallAfterKill(String point) throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    Map<String, String> before = host.snapshot();
    assertThatThrownBy(() -> host.install(killAt(point), true))
        .isInstanceOf(SimulatedKillError.class);
    host.install();
    assertThat(host.isEciRuntimeDefault()).isTrue();
    host.remove();
    assertThat(host.snapshot()).isEqualTo(before);
    assertThat(host.hasNoEciRuntime()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "launcher", "runtime.conf", "daemon.json", "reload", "loaded"})
  void removesPartialInstallAfterKill(String point) throws Exception {
    HostFixture host = new HostFixture(directory, Optional.empty());
    Map<String, String> before = host.snapshot();
    assertThatThrownBy(() -> host.install(killAt(point), true))
        .isInstanceOf(SimulatedKillError.class);
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.Done.class);
    assertThat(host.snapshot()).isEqualTo(before);
    assertThat(host.hasNoEciRuntime()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop-in",
        "unloading",
        "reload",
        "daemon.json",
        "runtime.conf",
        "launcher",
        "files"
      })
  void completesRemovalAfterKill(String point) throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    Map<String, String> before = host.snapshot();
    host.install();
    assertThatThrownBy(() -> host.remove(killAt(point), false, false))
        .isInstanceOf(SimulatedKillError.class);
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.Done.class);
    assertThat(host.snapshot()).isEqualTo(before);
    assertThat(host.hasNoEciRuntime()).isTrue();
  }

  @Test
  void keepsEditsOfOthers() throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of("{\"debug\": true}"));
    host.install();
    Files.writeString(
        host.config,
        "{\"log-level\":\"warn\",\"default-runtime\":\"eci\",\"runtimes\":{\"eci\":{\"path\":\"/opt/eci/bin/eci-runtime\"},\"kata\":{\"path\":\"/k\"}}}");
    host.install(_ -> {}, false);
    host.install(_ -> {}, true);
    host.remove();
    assertThat(Files.readString(host.config))
        .isEqualTo("{\"log-level\":\"warn\",\"runtimes\":{\"kata\":{\"path\":\"/k\"}}}");
  }

  @Test
  void keepsRuntimeRegisteredWhenSwitchedOff() throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    Map<String, String> before = host.snapshot();
    host.install();
    host.install(_ -> {}, false);
    assertThat(host.docker.info().defaultRuntime()).isEqualTo("runc");
    assertThat(host.docker.info().runtimes()).containsKeys("eci", "x");
    host.remove();
    assertThat(host.snapshot()).isEqualTo(before);
  }

  @Test
  void rollsBackWhenDockerdRejectsSetting() throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    host.docker.rejectsEciRuntime = true;
    assertThat(host.install()).isInstanceOf(DockerInstaller.Result.RolledBack.class);
    assertThat(Files.readString(host.config)).isEqualTo(USERS);
    assertThat(host.hasNoEciRuntime()).isTrue();
  }

  @Test
  void reportsContainersInUseAndChangesNothing() throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    host.install();
    Map<String, String> installed = host.snapshot();
    DockerContainer stopped = new DockerContainer("0123456789ab", "web", "img", "eci", false, 0);
    host.docker.containers.add(stopped);
    assertThat(host.remove()).isInstanceOf(DockerRemover.Result.InUse.class);
    assertThat(host.snapshot()).isEqualTo(installed);
    assertThat(host.remove(_ -> {}, false, true))
        .isEqualTo(new DockerRemover.Result.Done(List.of(stopped)));
  }

  @Test
  void keepsLauncherWhileInEnvironmentOfDockerd() throws Exception {
    HostFixture host = new HostFixture(directory, Optional.of(USERS));
    Map<String, String> before = host.snapshot();
    host.install();
    assertThat(host.remove(_ -> {}, true, false))
        .isInstanceOf(DockerRemover.Result.RestartFirst.class);
    assertThat(Files.readString(host.config)).isEqualTo(USERS);
    assertThat(host.root.locate(host.places.launcher())).exists();
    host.remove();
    assertThat(host.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1} // comment",
        "[]",
        "{\"runtimes\": null}",
        "{\"default-runtime\": \"nvidia\"}",
        "{\"runtimes\": {\"eci\": {\"path\": \"/other\"}}}",
        "{\"default-runtime\": 5}"
      })
  void rejectsUneditableDaemonJsonUnchanged(String daemonJson) throws IOException {
    HostFixture host = new HostFixture(directory, Optional.of(daemonJson));
    Map<String, String> before = host.snapshot();
    assertThatThrownBy(host::install).isInstanceOf(UnsupportedHostException.class);
    assertThat(host.snapshot()).isEqualTo(before);
  }
}
