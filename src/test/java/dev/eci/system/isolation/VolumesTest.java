// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import dev.eci.system.cluster.DeclaredVolumes;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * ISO-3: the same pod twice, protected and (in kube-system, which the webhook leaves out) as
 * Kubernetes runs it: inside and on the node's disk, all owners and modes are the same.
 */
@RequiresKindCluster
@Order(12)
class VolumesTest {
  private static final String NAME = "volumes";

  /** Files that root and user 1000 make in each volume, and what they find there. */
  private static final String OWNERS_SCRIPT =
      """
      for d in disk memory claim sub; do echo x > /$d/$1 || echo "no $d"; done
      stat -L -c '%n %u:%g %a' /disk /memory /claim /sub /disk/* /memory/* /claim/* /sub/* /settings/key /secret/key /token/token
      cat /settings/key /secret/key
      head -c 3 /token/token
      """;

  private static final String MAKE_DISK =
      """
      set -e
      truncate -s 16M /eci-disk.img
      mkdir -p /eci-disk && echo node > /eci-disk/owner
      mkfs.ext4 -q -d /eci-disk /eci-disk.img
      mkdir -p /dev/disk/by-id
      ln -sf $(losetup -f --show /eci-disk.img) /dev/disk/by-id/scsi-eci-disk-part1
      """;

  private static final String REMOVE_DISK =
      """
      device=$(readlink /dev/disk/by-id/scsi-eci-disk-part1)
      until umount -A $device 2>/dev/null || ! grep -q "^$device " /proc/mounts; do sleep 1; done
      losetup -d $device
      rm -rf /dev/disk/by-id/scsi-eci-disk-part1 /eci-disk /eci-disk.img
      """;

  private static final String DISK =
      """
      volumes: [{name: disk, fc: {wwids: [eci-disk-part1], fsType: ext4}}]
      containers:
        - name: main
          image: "eci-test/busybox:lab"
          imagePullPolicy: Never
          command: [sleep, "3600"]
          volumeMounts: [{name: disk, mountPath: /disk}]
      """;

  @AfterEach
  void remove(Cluster cluster) {
    for (String namespace : new String[] {"kube-system", NAME}) {
      new Pods(cluster, namespace).delete(NAME);
      for (String object : new String[] {"pvc", "configmap", "secret"}) {
        cluster.kubectl("-n", namespace, "delete", object, NAME, "--ignore-not-found");
      }
      cluster.kubectl("delete", "pv", NAME + "-" + namespace, "--ignore-not-found");
      cluster.node(
          "sh",
          "-c",
          "umount /mnt/eci-volumes-%1$s; rm -rf /mnt/eci-volumes-%1$s".formatted(namespace));
    }
  }

  @Test
  void keepsOwnersAndModesOfUnprotectedPod(Cluster cluster) {
    Product.applyPolicy(
        cluster,
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}");
    Pods plain = new Pods(cluster, "kube-system");
    Pods guarded = Pods.createNamespace(cluster, NAME);
    String expected = readOwners(plain);
    String found = readOwners(guarded);

    assertThat(plain.uidMap(NAME, "main")).isEqualTo("0 0 4294967295");
    assertThat(guarded.uidMap(NAME, "main")).matches("0 \\d{5,10} 65536");
    assertThat(expected).contains("/disk/main 0:").contains("/claim/user 1000:");
    assertThat(found).isEqualTo(expected);
    assertThat(onDisk(guarded)).isEqualTo(onDisk(plain)).contains(" 1000:").contains(" 0:");
  }

  /**
   * No volume of the pod covers the image's VOLUMEs: containerd makes a directory for each, in its
   * own state, with what the image has there.
   */
  @Test
  void keepsOwnersInVolumesThatTheImageDeclares(Cluster cluster) {
    Product.applyPolicy(
        cluster,
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}");
    DeclaredVolumes.load(cluster);

    String expected = DeclaredVolumes.read(new Pods(cluster, "kube-system"), NAME);
    String found = DeclaredVolumes.read(Pods.createNamespace(cluster, NAME), NAME);

    assertThat(expected).contains("/data 1000:1000").contains("/data/new 1000:").contains("denied");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void reportsVolumeThatCannotBeIdMapped(Cluster cluster) {
    Product.applyPolicy(
        cluster,
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}");
    Pods pods = Pods.createNamespace(cluster, NAME);
    String node = "/mnt/eci-volumes-" + NAME;
    cluster.node("mkdir", "-p", node).orThrow();
    cluster.apply(objects(pods, node)).orThrow();
    pods.apply(NAME, pod()).orThrow();

    Cluster.await(
        "event that names the volume",
        Duration.ofSeconds(60),
        () -> pods.events(NAME),
        events ->
            events.contains("volume \"/claim\" does not support ID-mapped mounts")
                && events.contains("userNamespaces: Preferred"));
  }

  /**
   * ISO-4: the kubelet takes any disk of the node for a volume of type fc, by its name in
   * /dev/disk/by-id. Here it is a loop device with an empty file system.
   */
  @Test
  void deniesDiskOfTheNode(Cluster cluster) {
    Pods plain = Pods.createNamespace(cluster, NAME + "-plain");
    Product.applyPolicy(
        cluster,
        Manifests.policy(
            "{exemptions: [{namespaces: [%s], reason: unprotected twin, privileged: true}]}"
                .formatted(plain.namespace())));
    Pods guarded = Pods.createNamespace(cluster, NAME);
    cluster.node("sh", "-c", MAKE_DISK).orThrow();
    try {
      plain.start(NAME, DISK);
      assertThat(plain.exec(NAME, "cat", "/disk/owner").orThrow()).isEqualTo("node");
      plain.exec(NAME, "touch", "/disk/owned").orThrow();

      assertThat(guarded.apply(NAME, DISK).text())
          .contains("ISO-4")
          .contains("volume \"disk\" is denied, because a volume of type \"fc\" can be a disk");
      // the webhook leaves kube-system out, and eci-fallback decides alone
      assertThat(new Pods(cluster, "kube-system").apply(NAME, DISK).text())
          .contains("eci-fallback", "ISO-4");
    } finally {
      plain.delete(NAME);
      cluster.node("sh", "-c", REMOVE_DISK).orThrow();
      cluster.kubectl("delete", "namespace", plain.namespace(), "--wait=false");
    }
  }

  private static String readOwners(Pods pods) {
    String node = "/mnt/eci-volumes-" + pods.namespace();
    // a KinD node's root is an overlay, which does not support ID-mapped mounts
    pods.cluster()
        .node("sh", "-c", "mkdir -p %1$s && mount -t tmpfs -o mode=777 volume %1$s".formatted(node))
        .orThrow();
    pods.cluster().apply(objects(pods, node)).orThrow();
    pods.start(NAME, pod());
    return pods.execIn(NAME, "main", "sh", "-c", OWNERS_SCRIPT, "sh", "main").text()
        + pods.execIn(NAME, "user", "sh", "-c", OWNERS_SCRIPT, "sh", "user").text();
  }

  private static String onDisk(Pods pods) {
    String uid =
        pods.cluster().get("pod", "-n", pods.namespace(), NAME).at("/metadata/uid").asText();
    return pods.cluster()
        .node(
            "sh",
            "-c",
            "cd /var/lib/kubelet/pods/%s/volumes/kubernetes.io~empty-dir && find disk memory | sort | xargs stat -c '%%n %%u:%%g %%a'; cd /mnt/eci-volumes-%s && find . | sort | xargs stat -c '%%n %%u:%%g %%a'"
                .formatted(uid, pods.namespace()))
        .orThrow();
  }

  private static String objects(Pods pods, String path) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: volumes, namespace: %1$s}
    data: {key: setting}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: volumes, namespace: %1$s}
    stringData: {key: secret}
    ---
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: volumes-%1$s}
    spec:
      capacity: {storage: 1Mi}
      accessModes: [ReadWriteOnce]
      storageClassName: ""
      claimRef: {namespace: %1$s, name: volumes}
      local: {path: %2$s}
      nodeAffinity:
        required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: volumes, namespace: %1$s}
    spec:
      storageClassName: ""
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Mi}}
    """
        .formatted(pods.namespace(), path);
  }

  private static String pod() {
    return """
    securityContext: {fsGroup: 2000}
    volumes:
      - {name: disk, emptyDir: {}}
      - {name: memory, emptyDir: {medium: Memory}}
      - {name: settings, configMap: {name: volumes}}
      - {name: secret, secret: {secretName: volumes}}
      - {name: token, projected: {sources: [{serviceAccountToken: {path: token}}]}}
      - {name: claim, persistentVolumeClaim: {claimName: volumes}}
    containers:
    """
        + container("main", "")
        + container("user", "securityContext: {runAsUser: 1000}");
  }

  private static String container(String name, String more) {
    return """
      - name: %s
        image: "eci-test/busybox:lab"
        imagePullPolicy: Never
        command: [sleep, "3600"]
        %s
        volumeMounts:
          - {name: disk, mountPath: /disk}
          - {name: disk, mountPath: /sub, subPath: part}
          - {name: memory, mountPath: /memory}
          - {name: settings, mountPath: /settings}
          - {name: secret, mountPath: /secret}
          - {name: token, mountPath: /token}
          - {name: claim, mountPath: /claim}
    """
        .formatted(name, more);
  }
}
