// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.watch;

import dev.eci.crds.conversion.PolicyParser;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;

/** The policies of the cluster, parsed once per change and not once per decision. */
public final class PolicyCache implements ResourceEventHandler<EciPolicy> {
  private final SharedIndexInformer<EciPolicy> informer;
  private final Consumer<PolicySnapshot> onChange;
  private final PolicyParser parser = new PolicyParser();
  private volatile PolicySnapshot current = PolicySnapshot.NONE;
  private volatile boolean read;

  /**
   * @param onChange gets each snapshot that differs from the one before
   */
  public PolicyCache(KubernetesClient client, Consumer<PolicySnapshot> onChange) {
    this.onChange = onChange;
    informer = client.resources(EciPolicy.class).runnableInformer(0);
    informer.addEventHandler(this);
  }

  /** To start and to stop. Call {@link #readAll} when its start has completed. */
  public SharedIndexInformer<EciPolicy> informer() {
    return informer;
  }

  /**
   * Parses the first list. An informer reports that it has synced before it calls its handlers, so
   * a synced informer alone would look like a cluster without policies.
   */
  public void readAll() {
    read();
    read = true;
  }

  /** Whether {@link #policies} has the cluster's policies, and not just none yet. */
  public boolean isReady() {
    return read;
  }

  public PolicySnapshot policies() {
    return current;
  }

  @Override
  public void onAdd(EciPolicy policy) {
    read();
  }

  @Override
  public void onUpdate(EciPolicy before, EciPolicy after) {
    // of the status, only the digests that registries reported change a decision
    if (!PolicySnapshot.isSameForDecisions(before, after)) {
      read();
    }
  }

  @Override
  public void onDelete(EciPolicy policy, boolean lastStateUnknown) {
    read();
  }

  private synchronized void read() {
    PolicySnapshot next =
        PolicySnapshot.of(parser.parse(informer.getStore().list()).map(PolicyParser.Entry::result));
    if (!next.equals(current)) {
      current = next;
      onChange.accept(next);
    }
  }
}
