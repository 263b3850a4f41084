// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Gives a training run what a start in a cluster has: an API server over TLS, the kubelet's probes,
 * and for the webhook the API server's reviews. The AOT cache then has the classes of all of that.
 *
 * <p>Arguments: the directory of the run's input, and the URL of the program that is trained. It
 * ends with 0 once that program is warm, with 1 if it does not become ready.
 *
 * <p>The stand-in validates nothing. Lists are files below {@code api}, or empty. What is written
 * is the response, and what a later read by name returns, so that a lease can be held. A watch
 * never ends.
 */
class Training {
  private static final int PORT = 6443;
  private static final char[] PASSWORD = "training".toCharArray();
  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final int REVIEWS = 300;

  /** Pods that are mutated, admitted and denied. */
  private static final List<String> SPECS =
      List.of(
          "{\"containers\":[{\"name\":\"c\",\"image\":\"busybox\"}]}",
          "{\"hostPID\":true,\"containers\":[{\"name\":\"c\",\"image\":\"busybox\"}]}",
          "{\"hostUsers\":false,\"runtimeClassName\":\"eci\",\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}],\"containers\":[{\"name\":\"c\",\"image\":\"busybox\",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]}]}",
          "{\"volumes\":[{\"name\":\"s\",\"hostPath\":{\"path\":\"/var/run/docker.sock\"}}],\"containers\":[{\"name\":\"c\",\"image\":\"docker:cli\",\"volumeMounts\":[{\"name\":\"s\",\"mountPath\":\"/s\"}]}]}");

  /** Who asks may do everything, which leader election checks before it starts. */
  private static final String RULES =
      "{\"kind\":\"SelfSubjectRulesReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"status\":{\"incomplete\":false,\"nonResourceRules\":[],\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]}}";

  /** The start of an object's metadata, where the API server would fill in fields. */
  private static final Pattern METADATA = Pattern.compile("\"metadata\":\\{");

  private static final Pattern NAME = Pattern.compile("\"metadata\":\\{.*?\"name\":\"([^\"]+)\"");

  private final Path directory;
  private final URI program;
  private final HttpClient client;
  private final Map<String, String> written = new ConcurrentHashMap<>();

  private Training(Path directory, URI program, SSLContext tls) {
    this.directory = directory;
    this.program = program;
    this.client = HttpClient.newBuilder().sslContext(tls).build();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    SSLContext tls = tls(directory.resolve("training.p12"));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Training training = new Training(directory, URI.create(args[1]), tls);
    server.createContext("/", training::respond);
    server.start();
    Files.createFile(directory.resolve("serving"));
    System.exit(training.run() ? 0 : 1);
  }

  private static SSLContext tls(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("training", store.getCertificate("training"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }

  private boolean run() throws Exception {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (get("/q/health/ready") != 200) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(100);
    }
    for (String check : List.of("started", "live", "ready")) {
      get("/q/health/" + check);
    }
    if (program.getScheme().equals("https")) {
      review();
    }
    // what a program does after it is ready, such as the operator's reconciliation
    Thread.sleep(Duration.ofSeconds(5));
    return true;
  }

  private int get(String path) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(program.resolve(path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // it does not listen yet
      return 0;
    }
  }

  private void review() throws Exception {
    for (int i = 0; i < REVIEWS; i++) {
      String body =
          "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"%d\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},\"operation\":\"CREATE\",\"namespace\":\"training\",\"name\":\"p\",\"userInfo\":{\"username\":\"u\",\"groups\":[\"g\"]},\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"training\"},\"spec\":%s}}}"
              .formatted(i, SPECS.get(i % SPECS.size()));
      for (String path : List.of("/mutate-pods", "/validate-pods")) {
        HttpRequest request =
            HttpRequest.newBuilder(program.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IllegalStateException(path + " responds with " + status);
        }
      }
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    boolean watch = query != null && query.contains("watch=");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          if (watch && exchange.getRequestHeaders().containsKey("Upgrade")) {
            // no WebSocket here: fabric8's client then watches over plain HTTP
            exchange.sendResponseHeaders(200, -1);
          } else if (watch) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            Thread.sleep(READY_WITHIN);
          } else {
            read(exchange);
          }
        }
        case "DELETE" -> send(exchange, 200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\"}");
        default -> send(exchange, 200, write(exchange.getRequestURI().getPath(), body));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String write(String path, String body) {
    if (path.endsWith("/selfsubjectrulesreviews")) {
      return RULES;
    }
    String stored =
        METADATA
            .matcher(body)
            .replaceFirst(
                "\"metadata\":{\"resourceVersion\":\"2\",\"uid\":\"3\",\"creationTimestamp\":\"2026-11-01T00:00:00Z\",");
    Matcher name = NAME.matcher(body);
    if (isList(path) && name.find()) {
      written.put(path + "/" + name.group(1), stored);
    } else {
      written.put(path, stored);
    }
    return stored;
  }

  private void read(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Path file = directory.resolve("api" + path);
    if (written.containsKey(path)) {
      send(exchange, 200, written.get(path));
    } else if (Files.isRegularFile(file)) {
      send(exchange, 200, Files.readString(file));
    } else if (isList(path)) {
      send(
          exchange,
          200,
          "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
    } else {
      send(
          exchange,
          404,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}");
    }
  }

  /** Whether it is {@code /api/v1/RESOURCE}, {@code /apis/GROUP/V/namespaces/N/RESOURCE} … */
  private static boolean isList(String path) {
    String[] all = path.substring(1).split("/");
    String[] names = Arrays.copyOfRange(all, all[0].equals("api") ? 2 : 3, all.length);
    return names.length == 1 || (names.length == 3 && names[0].equals("namespaces"));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
