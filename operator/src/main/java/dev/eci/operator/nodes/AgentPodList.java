// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.nodes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;

/** PodList; the client library finds it by its name, and from it the type of the items. */
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class AgentPodList extends DefaultKubernetesResourceList<AgentPod> {}
