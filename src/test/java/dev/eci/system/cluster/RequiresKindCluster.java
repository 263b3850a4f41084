// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class runs against the shared KinD cluster with the product installed; parameters of
 * type Cluster are that cluster.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kind")
@ExtendWith(SharedCluster.class)
public @interface RequiresKindCluster {
  /** Whether some policy is in force when the class begins. */
  boolean requiresPolicy() default true;
}
