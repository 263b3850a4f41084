package dev.eci.operator.audit;

import dev.eci.crds.read.Policies;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.config.AuditSettings;
import dev.eci.operator.desired.Place;
import dev.eci.operator.images.RegistryAnswers;
import dev.eci.operator.report.Grants;
import dev.eci.operator.report.PodScan;
import dev.eci.operator.report.ReportKind;
import dev.eci.operator.report.Reports;
import dev.eci.policy.trust.Verifications;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scans in a thread of its own, one at a time: in intervals, and soon after a policy changed. Who
 * is not the leader never asks it to.
 */
public final class Audit {
  private static final Logger LOG = Logger.getLogger(Audit.class);

  private final Place place;
  private final Duration interval;
  private final Duration afterChange;
  private final Scans scans;
  private final RegistryAnswers registries;
  private final Clock clock;
  private final Pages pages;
  private final ReportWriter reports;
  private final UnprotectedPods unprotected;
  private final ScannedImages images;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Instant started;
  private volatile Map<String, Long> scanned = Map.of();

  public Audit(
      KubernetesClient client,
      Place place,
      AuditSettings settings,
      Scans scans,
      RegistryAnswers registries,
      String instance,
      Clock clock) {
    this.registries = registries;
    this.place = place;
    this.interval = settings.interval();
    this.afterChange = settings.afterChange();
    this.scans = scans;
    this.clock = clock;
    this.pages = new Pages(client);
    this.reports = new ReportWriter(client);
    this.unprotected = new UnprotectedPods(client, instance, clock);
    this.images = new ScannedImages(client, pages);
  }

  /**
   * Starts a scan if one is due.
   *
   * @return when to ask again; empty: scans are switched off
   */
  public Optional<Instant> look(Collection<EciPolicy> policies) {
    if (interval.isZero()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Map<String, Long> generations =
        policies.stream()
            .collect(
                Collectors.toMap(
                    policy -> policy.getMetadata().getUid(),
                    policy -> policy.getMetadata().getGeneration()));
    Instant before = started;
    Instant due =
        before == null ? now : before.plus(generations.equals(scanned) ? interval : afterChange);
    if (due.isAfter(now)) {
      return Optional.of(due);
    }
    if (running.compareAndSet(false, true)) {
      started = now;
      scanned = generations;
      List<EciPolicy> seen = List.copyOf(policies);
      Thread.ofPlatform().daemon().name("audit").start(() -> scan(seen));
    }
    return Optional.of(now.plus(interval));
  }

  private void scan(List<EciPolicy> policies) {
    try {
      Verifications signatures = images.known();
      PodScan pods =
          new PodScan(Policies.of(policies).knowing(signatures).valid(), clock.instant());
      Map<String, Map<String, String>> namespaces = namespaces();
      pages.each(
          "/api/v1/pods",
          pod -> {
            pods.add(
                pod, namespaces.getOrDefault(pod.at("/metadata/namespace").asText(), Map.of()));
            unprotected.add(pod);
          });
      unprotected.end();
      scans.publish(pods.outlooks());
      Grants grants = grants();
      for (ReportKind kind : ReportKind.values()) {
        if (reports.installed(kind)) {
          reports.write(kind, Reports.of(pods, grants, kind));
        }
      }
      images.want(pods.wanted(), signatures, clock.instant());
      // once a day: that they are still wanted is all that is to be said
      Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
      pods.used().forEach(image -> registries.want(image, today));
    } catch (KubernetesClientException e) {
      LOG.warnf("what runs already could not be looked at: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  private Map<String, Map<String, String>> namespaces() {
    Map<String, Map<String, String>> labels = new HashMap<>();
    pages.each(
        "/api/v1/namespaces",
        namespace -> {
          Map<String, String> own = new HashMap<>();
          namespace
              .at("/metadata/labels")
              .properties()
              .forEach(e -> own.put(e.getKey(), e.getValue().asText()));
          labels.put(namespace.at("/metadata/name").asText(), own);
        });
    return labels;
  }

  private Grants grants() {
    Grants grants = new Grants(place.leftOut());
    String rbac = "/apis/rbac.authorization.k8s.io/v1/";
    pages.each(rbac + "clusterroles", grants::role);
    pages.each(rbac + "roles", grants::role);
    pages.each(rbac + "clusterrolebindings", grants::binding);
    pages.each(rbac + "rolebindings", grants::binding);
    return grants;
  }
}
