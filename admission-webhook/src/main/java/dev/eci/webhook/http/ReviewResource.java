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
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The endpoints that the webhook configurations name. Anything but an AdmissionReview answers 400;
 * a webhook that does not know the cluster yet refuses.
 */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReviewResource {
  private static final Logger LOG = Logger.getLogger("dev.eci.webhook.denied");

  private final ClusterView cluster;
  private final NamespaceLabels namespaces;
  private final ObjectMapper mapper;

  public ReviewResource(ClusterView cluster, NamespaceLabels namespaces, ObjectMapper mapper) {
    this.cluster = cluster;
    this.namespaces = namespaces;
    this.mapper = mapper;
  }

  @POST
  @Path("validate-pods")
  public byte[] validatePods(byte[] body) {
    return answer(body, PodReview::validate);
  }

  @POST
  @Path("mutate-pods")
  public byte[] mutatePods(byte[] body) {
    return answer(body, PodReview::mutate);
  }

  @POST
  @Path("validate-volumes")
  public byte[] validateVolumes(byte[] body) {
    Review review = read(body);
    return write(review, answer(review, VolumeReview.namespace(review), VolumeReview::validate));
  }

  @POST
  @Path("review-grants")
  public byte[] reviewGrants(byte[] body) {
    return answer(body, GrantReview::validate);
  }

  @POST
  @Path("validate-policies")
  public byte[] validatePolicies(byte[] body) {
    Review review = read(body);
    return write(review, PolicyReview.validate(review, mapper));
  }

  @FunctionalInterface
  private interface PodAnswer {
    Answer of(Review review, Situation now);
  }

  private byte[] answer(byte[] body, PodAnswer question) {
    Review review = read(body);
    return write(review, answer(review, review.namespace(), question));
  }

  /** Objects of the cluster have no namespace. */
  private Answer answer(Review review, String namespace, PodAnswer question) {
    return whenReady(() ->
        (namespace.isEmpty() ? Optional.of(Map.<String, String>of()) : namespaces.of(namespace))
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
