// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.webhook.cache.InformerClusterView;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import org.junit.jupiter.api.Test;

/** The informers start with the application: the first probe or review does not wait for them. */
@QuarkusTest
@WithTestResource(RealCluster.class)
@TestProfile(InformersAtStartTest.NewApplication.class)
@RequiresApiServer
class InformersAtStartTest {
  /** Has an application of its own, to which no other test has sent a request. */
  public static final class NewApplication implements QuarkusTestProfile {}

  @Test
  void createsInformersBeforeTheFirstRequest() {
    InjectableBean<InformerClusterView> bean =
        Arc.container().instance(InformerClusterView.class).getBean();

    assertThat(Arc.container().getActiveContext(ApplicationScoped.class).get(bean)).isNotNull();
  }
}
