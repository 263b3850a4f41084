// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of the class need etcd and kube-apiserver, which {@code lab binaries api} builds.
 * {@code make unit} excludes them by their tag. Parameters of type {@link ApiServer} or
 * KubernetesClient are the server that all classes of this JVM share.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("apiserver")
@ExtendWith(ApiServerParameterResolver.class)
public @interface RequiresApiServer {}
