package dev.eci.webhook.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * The endpoints that the webhook configurations name. Anything but an AdmissionReview answers 400;
 * a webhook that does not know the cluster yet refuses.
 *
 * <p>A body is read as it comes in, and only a whole one that is large takes a worker: an API
 * server sends all its reviews over one HTTP/2 connection, and workers that wait for the rest of
 * their bodies would wait for ever once the bodies behind them have used up the connection's
 * window. What is answered at once waits for nobody: the cluster is known from memory.
 */
@NonBlocking
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AdmissionResource {
  private static final Logger LOG = Logger.getLogger("dev.eci.webhook.denied");

  /** Up to here a review takes less than it takes to hand it to another thread and back. */
  private static final int SMALL_BYTES = 64 << 10;

  private final ClusterView cluster;
  private final NamespaceLabelResolver namespaces;
  private final ObjectMapper mapper;
  private final ManagedExecutor workers;

  public AdmissionResource(
      ClusterView cluster,
      NamespaceLabelResolver namespaces,
      ObjectMapper mapper,
      ManagedExecutor workers) {
    this.cluster = cluster;
    this.namespaces = namespaces;
    this.mapper = mapper;
    this.workers = workers;
  }

  @POST
  @Path("validate-pods")
  public CompletionStage<byte[]> validatePods(byte[] body) {
    return dispatchWithNamespaceLabels(
        body, ReviewRequest::namespace, recordImages(PodReviewHandler::validate));
  }

  @POST
  @Path("mutate-pods")
  public CompletionStage<byte[]> mutatePods(byte[] body) {
    return dispatchWithNamespaceLabels(
        body, ReviewRequest::namespace, recordImages(PodReviewHandler::mutate));
  }

  @POST
  @Path("validate-volumes")
  public CompletionStage<byte[]> validateVolumes(byte[] body) {
    return dispatchWithNamespaceLabels(
        body, VolumeReviewHandler::namespace, VolumeReviewHandler::validate);
  }

  @POST
  @Path("review-grants")
  public CompletionStage<byte[]> reviewGrants(byte[] body) {
    return dispatchWithNamespaceLabels(body, ReviewRequest::namespace, RbacReviewHandler::validate);
  }

  @POST
  @Path("validate-policies")
  public CompletionStage<byte[]> validatePolicies(byte[] body) {
    return dispatch(
        body, _ -> true, reviewRequest -> PolicyReviewHandler.validate(reviewRequest, mapper));
  }

  @FunctionalInterface
  private interface PodAnswer {
    ReviewResponse review(ReviewRequest reviewRequest, ReviewContext now);
  }

  /** Tells the cluster which images have to be looked at; nobody waits for that. */
  private PodAnswer recordImages(PodAnswer question) {
    return (reviewRequest, now) -> {
      cluster.requestVerification(PodReviewHandler.imagesToVerify(reviewRequest, now));
      return question.review(reviewRequest, now);
    };
  }

  /** Answers with what is known of the namespace. */
  private CompletionStage<byte[]> dispatchWithNamespaceLabels(
      byte[] body, Function<ReviewRequest, String> namespaceOf, PodAnswer question) {
    return dispatch(
        body,
        reviewRequest -> namespaces.isAvailable(namespaceOf.apply(reviewRequest)),
        reviewRequest -> answer(reviewRequest, namespaceOf.apply(reviewRequest), question));
  }

  /**
   * @param atHand whether nothing has to be waited for to answer
   */
  private CompletionStage<byte[]> dispatch(
      byte[] body,
      Predicate<ReviewRequest> atHand,
      Function<ReviewRequest, ReviewResponse> question) {
    if (body.length > SMALL_BYTES) {
      return workers.supplyAsync(() -> encode(read(body), question));
    }
    ReviewRequest reviewRequest = read(body);
    return atHand.test(reviewRequest)
        ? CompletableFuture.completedFuture(encode(reviewRequest, question))
        : workers.supplyAsync(() -> encode(reviewRequest, question));
  }

  private byte[] encode(
      ReviewRequest reviewRequest, Function<ReviewRequest, ReviewResponse> question) {
    return write(reviewRequest, question.apply(reviewRequest));
  }

  /** Objects of the cluster have no namespace. */
  private ReviewResponse answer(ReviewRequest reviewRequest, String namespace, PodAnswer question) {
    return whenReady(() ->
        namespaces
            .labelsOf(namespace)
            .map(labels -> question.review(reviewRequest, situation(labels)))
            .orElseGet(() -> undecided("does not know namespace \"%s\"".formatted(namespace))));
  }

  private ReviewResponse whenReady(Supplier<ReviewResponse> answer) {
    return cluster.isReady() ? answer.get() : undecided("has not read the cluster's policies");
  }

  private ReviewContext situation(Map<String, String> labels) {
    return new ReviewContext(
        cluster.policies(),
        labels,
        cluster.lookup(),
        cluster.supportsUserNamespacesOnAllNodes(),
        Instant.now());
  }

  private static ReviewResponse undecided(String why) {
    return ReviewResponse.undecided("the eci admission webhook %s yet; try again".formatted(why));
  }

  private ReviewRequest read(byte[] body) {
    try {
      JsonNode root = mapper.readTree(body);
      return ReviewRequest.of(root);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadRequestException(
          Response.status(Status.BAD_REQUEST)
              .type(MediaType.TEXT_PLAIN_TYPE)
              .entity(String.valueOf(e.getMessage()))
              .build(),
          e);
    }
  }

  private byte[] write(ReviewRequest reviewRequest, ReviewResponse reviewResponse) {
    if (!reviewResponse.isAllowed()) {
      LOG.infof(
          "denied kind=%s namespace=%s name=%s: %s",
          reviewRequest.kind(),
          reviewRequest.namespace(),
          reviewRequest.name(),
          reviewResponse.message());
    }
    try {
      return mapper.writeValueAsBytes(reviewResponse.toReview(reviewRequest.uid()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
