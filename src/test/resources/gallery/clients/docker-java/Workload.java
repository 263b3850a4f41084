// SPDX-License-Identifier: Apache-2.0
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import org.testcontainers.shaded.com.github.dockerjava.core.DefaultDockerClientConfig;
import org.testcontainers.shaded.com.github.dockerjava.core.DockerClientImpl;

public final class Workload {
  public static void main(String[] args) throws Exception {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix:///run/docker.sock")
            .build();
    var http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create("unix:///run/docker.sock"))
            .build();
    try (var docker = DockerClientImpl.getInstance(config, http)) {
      var made =
          docker
              .createContainerCmd("eci-test/busybox:lab")
              .withName(args[0])
              .withUser("1000:1000")
              .withEntrypoint("sh", "-c")
              .withCmd("echo out > /dev/stdout; exec sleep 60")
              .withHostConfig(
                  HostConfig.newHostConfig()
                      .withBinds(Bind.parse("/srv/gallery/" + args[0] + ":/data:ro"))
                      .withMemory(67108864L))
              .exec();
      docker.startContainerCmd(made.getId()).exec();
      var run =
          docker
              .execCreateCmd(made.getId())
              .withCmd("sh", "-c", "id; ls /data/row/probe.sh; echo e > /dev/stderr")
              .withAttachStdout(true)
              .withAttachStderr(true)
              .exec();
      docker.execStartCmd(run.getId()).exec(new Printed()).awaitCompletion();
      System.out.println(docker.inspectExecCmd(run.getId()).exec().getExitCodeLong());
      docker
          .logContainerCmd(made.getId())
          .withStdOut(true)
          .withStdErr(true)
          .exec(new Printed())
          .awaitCompletion();
      docker.killContainerCmd(made.getId()).exec();
      System.out.println(docker.waitContainerCmd(made.getId()).start().awaitStatusCode());
      docker.removeContainerCmd(made.getId()).withForce(true).withRemoveVolumes(true).exec();
    }
  }

  private static final class Printed extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      System.out.println(frame.getStreamType() + ": " + new String(frame.getPayload()).strip());
    }
  }
}
