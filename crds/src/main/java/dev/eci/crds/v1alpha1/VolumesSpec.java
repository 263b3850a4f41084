// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.volumes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumesSpec(
    @JsonPropertyDescription(
            "Volume types of the Kubernetes API that pods and persistent volumes may have although the kubelet then attaches a disk or opens a connection that the object names: awsElasticBlockStore, azureDisk, cephfs, cinder, fc, flocker, gcePersistentDisk, iscsi, photonPersistentDisk, portworxVolume, rbd, scaleIO, storageos or vsphereVolume. Such a disk can be the node's own. Claims on volumes of CSI drivers need no entry.")
        @Size(max = 32)
        @Nullable List<String> allowedTypes) {}
