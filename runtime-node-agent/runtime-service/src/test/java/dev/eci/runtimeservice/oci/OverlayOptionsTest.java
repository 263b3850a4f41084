// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.runtimeservice.oci.RootfsPlan.Overlay;
import org.junit.jupiter.api.Test;

class OverlayOptionsTest {
  private static Overlay read(String options) throws InvalidSpecException {
    return OverlayOptions.read(options, "/lib/docker/overlay2/ab/merged");
  }

  @Test
  void readsLayersFromTopAndOtherOptions() throws InvalidSpecException {
    Overlay overlay =
        read("rw,lowerdir=/l/b:/l/a,upperdir=/u/1/diff,workdir=/u/1/work,index=off,xino=off");
    assertThat(overlay.lower()).containsExactly("/l/b", "/l/a");
    assertThat(overlay.upper()).contains("/u/1/diff");
    assertThat(overlay.work()).contains("/u/1/work");
    assertThat(overlay.options()).containsExactly("index=off", "xino=off");
  }

  @Test
  void resolvesRelativeLayersAgainstEngineDirectory() throws InvalidSpecException {
    assertThat(read("rw,lowerdir=37/fs:1/fs,upperdir=/s/38/fs,workdir=/s/38/work").lower())
        .containsExactly("/s/37/fs", "/s/1/fs");
    Overlay docker = read("rw,lowerdir=l/X:l/Y,upperdir=ab/diff,workdir=ab/work");
    assertThat(docker.lower())
        .containsExactly("/lib/docker/overlay2/l/X", "/lib/docker/overlay2/l/Y");
    assertThat(docker.upper()).contains("/lib/docker/overlay2/ab/diff");
    assertThat(read("ro,lowerdir=l/X:l/Y").upper()).isEmpty();
  }

  @Test
  void decodesEscapesOfKernelAndMounter() throws InvalidSpecException {
    assertThat(read("rw,lowerdir=/a\\040b\\054c:/d\\134:e:/f\\072g").lower())
        .containsExactly("/a b,c", "/d:e", "/f:g");
    assertThat(read("rw,lowerdir+=/a:b,lowerdir+=/c").lower()).containsExactly("/a:b", "/c");
  }

  @Test
  void rejectsUnsupportedOptions() {
    for (String options :
        new String[] {
          "rw",
          "rw,lowerdir=/a::/data",
          "rw,lowerdir=/a,datadir+=/d",
          "rw,lowerdir=/a,upperdir=/u",
          "rw,lowerdir=../a,upperdir=/s/1/fs,workdir=/s/1/work"
        }) {
      assertThatThrownBy(() -> read(options)).isInstanceOf(InvalidSpecException.class);
    }
  }
}
