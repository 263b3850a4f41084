// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.operator.config.AuditSettings;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.operator.pods.PagedLister;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.operator.report.PodScan;
import dev.eci.operator.report.RbacScan;
import dev.eci.operator.report.ReportKind;
import dev.eci.operator.report.Reports;
import dev.eci.policy.imagetrust.VerificationResults;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scans on its own thread, one scan at a time: at an interval, and soon after a policy changes.
 * Only the leader calls it.
 */
public final class BackgroundScanner {
  private static final Logger LOG = Logger.getLogger(BackgroundScanner.class);

  private final InstallationContext installationContext;
  private final Duration interval;
  private final Duration afterChange;
  private final ScanResults scanResults;
  private final ImageDigestTracker registries;
  private final Clock clock;
  private final PagedLister pagedLister;
  private final ReportWriter reports;
  private final ScannedPodEvents podEvents;
  private final ScannedImageSignatures images;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Instant started;
  private volatile Map<String, Long> scanned = Map.of();

  public BackgroundScanner(
      KubernetesClient client,
      InstallationContext installationContext,
      AuditSettings settings,
      ScanResults scanResults,
      ImageDigestTracker registries,
      String instance,
      Clock clock) {
    this.registries = registries;
    this.installationContext = installationContext;
    this.interval = settings.interval();
    this.afterChange = settings.afterChange();
    this.scanResults = scanResults;
    this.clock = clock;
    this.pagedLister = new PagedLister(client);
    this.reports = new ReportWriter(client);
    this.podEvents = new ScannedPodEvents(client, instance, clock);
    this.images = new ScannedImageSignatures(client, pagedLister);
  }

  /**
   * Starts a scan if one is due.
   *
   * @return when to call this again; empty: scans are disabled
   */
  public Optional<Instant> scanIfDue(ParsedPolicies policies) {
    if (interval.isZero()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Map<String, Long> generations = policies.generations();
    Instant before = started;
    Instant due =
        before == null ? now : before.plus(generations.equals(scanned) ? interval : afterChange);
    if (due.isAfter(now)) {
      return Optional.of(due);
    }
    if (running.compareAndSet(false, true)) {
      started = now;
      scanned = generations;
      PolicySnapshot snapshot = policies.snapshot();
      Thread.ofPlatform().daemon().name("audit").start(() -> scan(snapshot));
    }
    return Optional.of(now.plus(interval));
  }

  private void scan(PolicySnapshot policies) {
    try {
      VerificationResults signatures = images.verifications();
      PodScan pods = new PodScan(policies.withVerifications(signatures).valid(), clock.instant());
      Map<String, Map<String, String>> namespaces = namespaces();
      pagedLister.each(
          "/api/v1/pods",
          pod -> {
            pods.add(
                pod, namespaces.getOrDefault(pod.at("/metadata/namespace").asText(), Map.of()));
            podEvents.add(pod);
          });
      podEvents.finishScan();
      scanResults.publish(pods.impacts());
      RbacScan rbacScan = grants();
      for (ReportKind kind : ReportKind.values()) {
        if (reports.isInstalled(kind)) {
          reports.write(kind, Reports.of(pods, rbacScan, kind));
        }
      }
      images.request(pods.imagesToVerify(), signatures, clock.instant());
      // once a day is enough: the only news is that a pod still uses the image
      Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
      pods.used().forEach(image -> registries.requestResolution(image, today));
    } catch (KubernetesClientException e) {
      LOG.warnf("background scan failed: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  private Map<String, Map<String, String>> namespaces() {
    Map<String, Map<String, String>> labels = new HashMap<>();
    pagedLister.each(
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

  private RbacScan grants() {
    RbacScan rbacScan = new RbacScan(installationContext.excludedNamespaces());
    String rbac = "/apis/rbac.authorization.k8s.io/v1/";
    pagedLister.each(rbac + "clusterroles", rbacScan::role);
    pagedLister.each(rbac + "roles", rbacScan::role);
    pagedLister.each(rbac + "clusterrolebindings", rbacScan::binding);
    pagedLister.each(rbac + "rolebindings", rbacScan::binding);
    return rbacScan;
  }
}
