// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.policy.pod.PodSecurityFacts.Level;
import dev.eci.webhook.admission.PodReview;
import dev.eci.webhook.admission.PodReviewHandler;
import dev.eci.webhook.admission.PolicyReviewHandler;
import dev.eci.webhook.admission.RbacReviewHandler;
import dev.eci.webhook.admission.ReviewContext;
import dev.eci.webhook.admission.ReviewRequest;
import dev.eci.webhook.admission.ReviewResponse;
import dev.eci.webhook.admission.VolumeReviewHandler;
import dev.eci.webhook.cache.ClusterView;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * The endpoints that the webhook configurations name. A body that is no AdmissionReview gets 400.
 * Until the cluster has been read, all objects are denied.
 *
 * <p>The event loop reads each body, and a worker gets only a complete one. An API server sends all
 * its reviews over one HTTP/2 connection: workers that wait for the rest of their bodies would wait
 * for ever once the bodies behind theirs have used up the connection's window. A small review is
 * answered on the event loop, because the cluster is known from memory.
 */
@NonBlocking
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AdmissionResource {
  private static final Logger LOG = Logger.getLogger("dev.eci.webhook.denied");

  /** Up to this size, the evaluation takes less time than the switch to a worker and back. */
  private static final int SMALL_BYTES = 64 << 10;

  private final ClusterView cluster;
  private final NamespaceLabelResolver namespaces;
  private final ObjectMapper mapper;
  private final ManagedExecutor workers;
  private final Level podSecurityDefault;
  private final HostUsersMode hostUsersMode;

  public AdmissionResource(
      ClusterView cluster,
      NamespaceLabelResolver namespaces,
      ObjectMapper mapper,
      ManagedExecutor workers,
      @ConfigProperty(name = "eci.pod-security.default-enforce", defaultValue = "privileged")
          Level podSecurityDefault,
      @ConfigProperty(name = "eci.pod-user-namespaces", defaultValue = "auto")
          HostUsersMode hostUsersMode) {
    this.hostUsersMode = hostUsersMode;
    this.podSecurityDefault = podSecurityDefault;
    this.cluster = cluster;
    this.namespaces = namespaces;
    this.mapper = mapper;
    this.workers = workers;
  }

  @POST
  @Path("validate-pods")
  public CompletionStage<byte[]> validatePods(byte[] body) {
    return dispatch(body, pods(PodReviewHandler::validate));
  }

  @POST
  @Path("mutate-pods")
  public CompletionStage<byte[]> mutatePods(byte[] body) {
    return dispatch(body, pods(PodReviewHandler::mutate));
  }

  @POST
  @Path("validate-volumes")
  public CompletionStage<byte[]> validateVolumes(byte[] body) {
    return dispatch(
        body, inNamespace(VolumeReviewHandler::claimNamespace, VolumeReviewHandler::validate));
  }

  @POST
  @Path("review-grants")
  public CompletionStage<byte[]> reviewGrants(byte[] body) {
    return dispatch(body, inNamespace(ReviewRequest::namespace, RbacReviewHandler::validate));
  }

  @POST
  @Path("validate-policies")
  public CompletionStage<byte[]> validatePolicies(byte[] body) {
    return dispatch(
        body,
        new Route(
            _ -> true,
            request -> PolicyReviewHandler.validate(request, mapper, cluster.policies().valid())));
  }

  /**
   * How one endpoint handles a request.
   *
   * @param isImmediate whether {@code handler} returns without waiting
   */
  private record Route(
      Predicate<ReviewRequest> isImmediate, Function<ReviewRequest, ReviewResponse> handler) {}

  /** Also requests the verification of the pods' images, which happens later. */
  private Route pods(Function<PodReview, ReviewResponse> handler) {
    return inNamespace(
        ReviewRequest::namespace,
        (request, context) -> {
          PodReview review = PodReview.of(request, context);
          Optional<String> unverified =
              cluster.requestVerification(
                  request.namespace(), PodReviewHandler.imagesToVerify(review));
          ReviewResponse response = handler.apply(review);
          return unverified.map(response::explained).orElse(response);
        });
  }

  /** Needs the labels of a namespace; it waits a moment for those of a new one. */
  private Route inNamespace(
      Function<ReviewRequest, String> namespaceOf,
      BiFunction<ReviewRequest, ReviewContext, ReviewResponse> handler) {
    return new Route(
        request -> namespaces.isAvailable(namespaceOf.apply(request)),
        request -> {
          if (!cluster.isReady()) {
            return undecided("has not read the cluster's policies");
          }
          String namespace = namespaceOf.apply(request);
          return namespaces
              .labelsOf(namespace)
              .map(labels -> handler.apply(request, context(labels)))
              .orElseGet(() -> undecided("does not know namespace \"%s\"".formatted(namespace)));
        });
  }

  private ReviewContext context(Map<String, String> namespaceLabels) {
    return new ReviewContext(
        cluster.policies(),
        namespaceLabels,
        cluster.lookup(),
        hostUsersMode == HostUsersMode.ALWAYS || cluster.supportsUserNamespacesOnAllNodes(),
        podSecurityDefault,
        Instant.now());
  }

  private static ReviewResponse undecided(String why) {
    return ReviewResponse.undecided("the ECI admission webhook %s yet; try again".formatted(why));
  }

  private CompletionStage<byte[]> dispatch(byte[] body, Route route) {
    if (body.length > SMALL_BYTES) {
      return workers.supplyAsync(() -> handle(decode(body), route));
    }
    ReviewRequest request = decode(body);
    return route.isImmediate().test(request)
        ? CompletableFuture.completedFuture(handle(request, route))
        : workers.supplyAsync(() -> handle(request, route));
  }

  private byte[] handle(ReviewRequest request, Route route) {
    ReviewResponse response = route.handler().apply(request);
    if (!response.isAllowed()) {
      LOG.infof(
          "denied kind=%s namespace=%s name=%s: %s",
          request.kind(), request.namespace(), request.name(), response.message());
    }
    return encode(request, response);
  }

  private ReviewRequest decode(byte[] body) {
    try {
      return ReviewRequest.of(mapper.readTree(body));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadRequestException(
          Response.status(Status.BAD_REQUEST)
              .type(MediaType.TEXT_PLAIN_TYPE)
              .entity(String.valueOf(e.getMessage()))
              .build(),
          e);
    }
  }

  private byte[] encode(ReviewRequest request, ReviewResponse response) {
    try {
      return mapper.writeValueAsBytes(response.toReview(request.uid()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Jackson can serialize every JSON tree", e);
    }
  }
}
