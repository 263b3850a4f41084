package dev.eci.webhook.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Answers that are no review. The API server shows their text to whoever asked. */
final class Refused {
  private Refused() {}

  static ServiceUnavailableException unavailable(String why) {
    return new ServiceUnavailableException(text(Status.SERVICE_UNAVAILABLE, why));
  }

  static BadRequestException unreadable(Exception why) {
    return new BadRequestException(text(Status.BAD_REQUEST, String.valueOf(why.getMessage())), why);
  }

  private static Response text(Status status, String why) {
    return Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(why).build();
  }
}
