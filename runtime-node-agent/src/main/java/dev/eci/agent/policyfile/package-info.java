/**
 * Policy without Kubernetes: one file with EciPolicy documents or an admin-settings.json, read,
 * checked and watched. Decides nothing; what a field means is crds' and policy's.
 */
@NullMarked
package dev.eci.agent.policyfile;

import org.jspecify.annotations.NullMarked;
