// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import dev.eci.crds.file.InvalidPolicyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eci-webhook --policy FILE}: serves reviews with policies from files. */
@Command(
    name = "eci-webhook",
    mixinStandardHelpOptions = true,
    subcommands = CheckCommand.class,
    description = {
      "Serves AdmissionReviews with policies from files, without a cluster:",
      "  eci-webhook --policy policy.yaml",
      "  curl -H 'Content-Type: application/json' --data @review.json http://127.0.0.1:8080/validate-pods",
      "Without arguments: serves as the webhook of the cluster that it runs in."
    })
public final class StandaloneCommand implements Callable<Integer> {
  private static final int INVALID = 2;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "EciPolicy documents or an admin-settings.json; repeatable.")
  private List<Path> policies = List.of();

  @Option(
      names = "--namespaces",
      paramLabel = "FILE",
      description =
          "Namespace manifests, for selectors. Other namespaces get only the label kubernetes.io/metadata.name.")
  private @Nullable Path namespaces;

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; default: ${DEFAULT-VALUE}.")
  private String address = "";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description = "Serve TLS with DIR/tls.crt and DIR/tls.key; both are reloaded when changed.")
  private @Nullable Path tls;

  @Spec private @Nullable CommandSpec spec;

  private final Runnable serve;

  public StandaloneCommand(Runnable serve) {
    this.serve = serve;
  }

  @Override
  public Integer call() {
    if (policies.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Give --policy FILE, or no arguments in a cluster.");
    }
    try {
      // report mistakes in one line here, and not as the stack trace of a server that fails to
      // start
      FileClusterView.read(policies, namespaces);
      if (tls != null && !Files.isReadable(tls.resolve("tls.key"))) {
        throw new IOException(tls.resolve("tls.key") + " cannot be read");
      }
    } catch (InvalidPolicyFileException | IOException e) {
      System.err.println(e.getMessage());
      return INVALID;
    }
    settings().forEach(System::setProperty);
    serve.run();
    return 0;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.profile", "standalone");
    for (int i = 0; i < policies.size(); i++) {
      settings.put("eci.standalone.policies[%d]".formatted(i), policies.get(i).toString());
    }
    if (namespaces != null) {
      settings.put("eci.standalone.namespaces", namespaces.toString());
    }
    settings.put("quarkus.http.host", address);
    if (tls == null) {
      settings.put("quarkus.http.insecure-requests", "enabled");
      settings.put("quarkus.http.port", String.valueOf(port));
    } else {
      String store = "quarkus.tls.webhook.key-store.pem.0.";
      settings.put(store + "cert", tls.resolve("tls.crt").toString());
      settings.put(store + "key", tls.resolve("tls.key").toString());
      settings.put("quarkus.http.tls-configuration-name", "webhook");
      settings.put("eci.tls.directory", tls.toString());
      settings.put("quarkus.http.ssl-port", String.valueOf(port));
    }
    return settings;
  }
}
