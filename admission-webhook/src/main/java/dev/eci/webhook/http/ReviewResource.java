package dev.eci.webhook.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.webhook.cluster.ClusterView;
import dev.eci.webhook.review.Answer;
import dev.eci.webhook.review.GrantReview;
import dev.eci.webhook.review.PodReview;
import dev.eci.webhook.review.PolicyReview;
import dev.eci.webhook.review.Review;
import dev.eci.webhook.review.Situation;
import dev.eci.webhook.review.VolumeReview;
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
public class ReviewResource {
  private static final Logger LOG = Logger.getLogger("dev.eci.webhook.denied");

  /** Up to here a review takes less than it takes to hand it to another thread and back. */
  private static final int SMALL_BYTES = 64 << 10;

  private final ClusterView cluster;
  private final NamespaceLabels namespaces;
  private final ObjectMapper mapper;
  private final ManagedExecutor workers;

  public ReviewResource(
      ClusterView cluster,
      NamespaceLabels namespaces,
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
    return knowing(body, Review::namespace, noting(PodReview::validate));
  }

  @POST
  @Path("mutate-pods")
  public CompletionStage<byte[]> mutatePods(byte[] body) {
    return knowing(body, Review::namespace, noting(PodReview::mutate));
  }

  @POST
  @Path("validate-volumes")
  public CompletionStage<byte[]> validateVolumes(byte[] body) {
    return knowing(body, VolumeReview::namespace, VolumeReview::validate);
  }

  @POST
  @Path("review-grants")
  public CompletionStage<byte[]> reviewGrants(byte[] body) {
    return knowing(body, Review::namespace, GrantReview::validate);
  }

  @POST
  @Path("validate-policies")
  public CompletionStage<byte[]> validatePolicies(byte[] body) {
    return reviewed(body, _ -> true, review -> PolicyReview.validate(review, mapper));
  }

  @FunctionalInterface
  private interface PodAnswer {
    Answer of(Review review, Situation now);
  }

  /** Tells the cluster which images have to be looked at; nobody waits for that. */
  private PodAnswer noting(PodAnswer question) {
    return (review, now) -> {
      cluster.want(PodReview.wanted(review, now));
      return question.of(review, now);
    };
  }

  /** Answers with what is known of the namespace. */
  private CompletionStage<byte[]> knowing(
      byte[] body, Function<Review, String> namespaceOf, PodAnswer question) {
    return reviewed(
        body,
        review -> namespaces.known(namespaceOf.apply(review)),
        review -> answer(review, namespaceOf.apply(review), question));
  }

  /**
   * @param atHand whether nothing has to be waited for to answer
   */
  private CompletionStage<byte[]> reviewed(
      byte[] body, Predicate<Review> atHand, Function<Review, Answer> question) {
    if (body.length > SMALL_BYTES) {
      return workers.supplyAsync(() -> answered(read(body), question));
    }
    Review review = read(body);
    return atHand.test(review)
        ? CompletableFuture.completedFuture(answered(review, question))
        : workers.supplyAsync(() -> answered(review, question));
  }

  private byte[] answered(Review review, Function<Review, Answer> question) {
    return write(review, question.apply(review));
  }

  /** Objects of the cluster have no namespace. */
  private Answer answer(Review review, String namespace, PodAnswer question) {
    return whenReady(() ->
        namespaces
            .of(namespace)
            .map(labels -> question.of(review, situation(labels)))
            .orElseGet(() -> undecided("does not know namespace \"%s\"".formatted(namespace))));
  }

  private Answer whenReady(Supplier<Answer> answer) {
    return cluster.ready() ? answer.get() : undecided("has not read the cluster's policies");
  }

  private Situation situation(Map<String, String> labels) {
    return new Situation(
        cluster.policies(),
        labels,
        cluster.surroundings(),
        cluster.nodesGiveUserNamespaces(),
        Instant.now());
  }

  private static Answer undecided(String why) {
    return Answer.undecided("the eci admission webhook %s yet; try again".formatted(why));
  }

  private Review read(byte[] body) {
    try {
      JsonNode root = mapper.readTree(body);
      return Review.of(root);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadRequestException(
          Response.status(Status.BAD_REQUEST)
              .type(MediaType.TEXT_PLAIN_TYPE)
              .entity(String.valueOf(e.getMessage()))
              .build(),
          e);
    }
  }

  private byte[] write(Review review, Answer answer) {
    if (!answer.allowed()) {
      LOG.infof(
          "denied kind=%s namespace=%s name=%s: %s",
          review.kind(), review.namespace(), review.name(), answer.message());
    }
    try {
      return mapper.writeValueAsBytes(answer.toReview(review.uid()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
