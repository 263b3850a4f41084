// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import java.util.List;
import java.util.Optional;

/**
 * Kubernetes' own pods that work on the node or that nodes need to start, as data: by the service
 * accounts that KinD, kubeadm, k3s, rke2, EKS, GKE and AKS and the usual network and storage
 * plugins use. A policy with {@code systemPods: Protect} ignores this list.
 *
 * <p>Sources, by name, and which names no public manifest contains: docs/compatibility.md.
 */
public final class SystemPods {

  /**
   * The namespaces of such pods: a cluster that starts from cold must start them before any webhook
   * can run, so no webhook may be required there.
   */
  public static final List<String> NAMESPACES =
      List.of("kube-system", "kube-flannel", "calico-system", "tigera-operator", "cilium");

  public static final List<Exemption> EXEMPTIONS =
      List.of(
          of(
              "Kubernetes' own network: host networking, and settings of the node",
              "kube-system/kube-proxy",
              "kube-system/kindnet",
              "kube-system/flannel",
              "kube-flannel/flannel",
              "kube-system/canal",
              "kube-system/calico-node",
              "kube-system/calico-cni-plugin",
              "calico-system/calico-node",
              "calico-system/calico-cni-plugin",
              "calico-system/calico-typha",
              "tigera-operator/tigera-operator",
              "kube-system/cilium",
              "kube-system/cilium-envoy",
              "kube-system/cilium-operator",
              "cilium/cilium",
              "cilium/cilium-envoy",
              "cilium/cilium-operator",
              "kube-system/antrea-agent",
              "kube-system/kube-router",
              "kube-system/multus",
              "kube-system/weave-net",
              "kube-system/aws-node",
              "kube-system/eks-pod-identity-agent",
              "kube-system/netd",
              "kube-system/ip-masq-agent",
              "kube-system/azure-ip-masq-agent",
              "kube-system/azure-cns",
              "kube-system/azure-npm",
              "kube-system/gke-metadata-server",
              "kube-system/svclb"),
          of(
              "names and ways to the API server, which nodes need before anything else can run",
              "kube-system/coredns",
              "kube-system/kube-dns",
              "kube-system/node-local-dns",
              "kube-system/konnectivity-agent",
              "kube-system/cloud-controller-manager",
              "kube-system/cloud-node-manager"),
          of(
              "storage plugins: mounts that the node and other pods are to see",
              "local-path-storage/local-path-provisioner-service-account",
              "kube-system/local-path-provisioner-service-account",
              "calico-system/csi-node-driver",
              "kube-system/ebs-csi-node-sa",
              "kube-system/efs-csi-node-sa",
              "kube-system/pdcsi-node-sa",
              "kube-system/gcsfusecsi-node-sa",
              "kube-system/filestorecsi-node-sa",
              "kube-system/csi-azuredisk-node-sa",
              "kube-system/csi-azurefile-node-sa",
              "kube-system/csi-nfs-node-sa",
              "kube-system/csi-smb-node-sa"),
          of(
              "the distribution's own monitoring of nodes",
              "kube-system/node-exporter",
              "kube-system/node-problem-detector",
              "kube-system/fluentbit-gke",
              "kube-system/gke-metrics-agent",
              "kube-system/ama-logs"));

  private SystemPods() {}

  private static Exemption of(String reason, String... accounts) {
    return new Exemption(List.of(), List.of(accounts), List.of(), reason, Optional.empty(), true);
  }
}
