// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * All policies in mode Enforce, as the fallback admission policy looks them up: its parameter
 * object (paramKind). Cluster scope; one object, which the operator writes. Users do not write it.
 */
@Group("eci.dev")
@Version("v1alpha1")
@Plural("ecifallbackparameters")
public class EciFallbackParameters extends CustomResource<EciFallbackParametersSpec, Void> {}
