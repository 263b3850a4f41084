// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import java.util.Map;

/** ISO-4: only volumes of types that bring no disk of the node, or of types that are allowed. */
final class VolumeTypesRule {
  private VolumeTypesRule() {}

  /** Variables of the pod, by name. */
  static Map<String, String> ofPod() {
    return Map.of("unallowedTypes", unallowedTypes());
  }

  /**
   * What counts of them in this request: a container that an update adds may get no such volume.
   */
  static Map<String, String> brought() {
    return Map.of(
        "deniedTypes", StoredPod.brought("unallowedTypes", "x.name in variables.addedMounts"));
  }

  static FallbackRule rule() {
    return new FallbackRule(
        "size(variables.deniedTypes) > 0",
        "variables.deniedTypes.map(h, %s)"
            .formatted(
                CelViolations.volumeType(
                    PodFields.volume("h.name", "h.type"), "h.name", "h.type")));
  }

  /** Each field of a volume but its name is a type; the API server may know more types. */
  private static String unallowedTypes() {
    return "(has(object.spec.volumes) ? object.spec.volumes.filter(v, !(%s)) : [])"
            .formatted(FallbackVariables.isVolumeOf(FallbackVariables.EVALUATED_VOLUMES))
        + ".map(v, dyn(v).map(k, k).filter(k, k != 'name' && !(k in params.spec.volumeTypes && %s)).map(k, {'name': v.name, 'type': k}))"
            .formatted(GrantingGroups.isAnyIn("params.spec.volumeTypes[k]"))
        + ".filter(l, size(l) > 0).map(l, l[0])";
  }
}
