package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader;
import dev.eci.policy.image.ResolvedImages;

/** All that a policy's conditions are drawn from. */
public record Facts(
    PolicyReader.Result policy, Outcome outcome, Nodes nodes, ResolvedImages images) {}
