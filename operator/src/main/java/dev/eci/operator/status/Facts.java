package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader;
import dev.eci.operator.report.Outlook;
import dev.eci.policy.image.ResolvedImages;
import java.util.Optional;

/** All that a policy's status is drawn from. */
public record Facts(
    PolicyReader.Result policy,
    Outcome outcome,
    Nodes nodes,
    ResolvedImages images,
    Optional<Outlook> running) {}
