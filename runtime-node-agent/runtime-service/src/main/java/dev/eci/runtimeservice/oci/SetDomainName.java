// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Docker sets {@code --domainname} as the sysctl kernel.domainname. Its file belongs to the node's
 * root, so the container's root cannot write it, but may call setdomainname(2). The OCI runtime
 * does so for {@code domainname} of config.json (OCI runtime-spec 1.1; runc 1.2, crun 1.8).
 */
final class SetDomainName implements SpecTransform {
  private static final String[] SYSCTL = {"kernel.domainname", "kernel/domainname"};

  @Override
  public String name() {
    return "domain name";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    Spec spec = rewriteContext.spec();
    if (!(spec.sysctl() instanceof ObjectNode sysctl)) {
      return false;
    }
    boolean changed = false;
    for (String key : SYSCTL) {
      if (sysctl.path(key).isTextual()) {
        spec.setDomainName(sysctl.remove(key).asText());
        changed = true;
      }
    }
    return changed;
  }
}
