// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.List;

/**
 * The operations of the Docker API, 1.40 to 1.56, as data. No other class lists them. A test
 * compares them with the routes that the lab's dockerd registers.
 *
 * <p>Columns: method; path ({@code {x}} is one segment, {@code {x...}} one or more, {@code ?q} at
 * the end requires a query parameter with a value, and lines are tried from the top); the first
 * minor version of the API that has it; how its exchange continues; what is read of its body; the
 * rules that evaluate it; wildcards of a command list that cover it; commands whose own request it
 * is, so that denying them blocks it and allowing them allows it; further commands that do not work
 * without it, so that allowing them allows it too.
 *
 * <p>Two words can replace the commands: {@code always} marks what every client sends first, which
 * no list blocks; {@code never} marks what no list allows to a container.
 *
 * <p>{@code (gRPC)}, which no HTTP client can send as a method, marks calls of BuildKit's services,
 * for the code that proxies {@code /grpc} and decodes it. Of a Solve, {@code Entitlements}, {@code
 * FrontendAttrs} and what the steps of its {@code Definition} need are evaluated, passed as JSON
 * under these names.
 *
 * <p>Sources: moby's daemon/server/router, the API's version history, and the commands of
 * docker/cli and buildx; BuildKit's control.Controller for what it serves.
 */
final class OperationTable {
  private static final String LINES =
      """
      GET     /_ping                                       24 answer    none    -          -                always                    -
      HEAD    /_ping                                       24 answer    none    -          -                always                    -
      GET     /version                                     24 answer    none    -          -                version                   always
      GET     /info                                        24 answer    none    -          system           info                      always
      GET     /events                                      24 download  none    -          system           events                    stats
      GET     /system/df                                   24 answer    none    -          system           -                         -
      POST    /auth                                        24 answer    pass    -          -                login                     -
      GET     /containers/json                             24 answer    none    -          container        ps                        stats
      POST    /containers/create                           24 answer    inspect create     container        create,run                -
      POST    /containers/prune                            25 answer    none    prune      container,system -                         -
      GET     /containers/{id...}/json                     24 answer    none    own        container        inspect,port              attach,exec,logs,start,cp,run,stats,wait,top
      GET     /containers/{id...}/top                      24 answer    none    own        container        top                       -
      GET     /containers/{id...}/logs                     24 download  none    own        container        logs                      -
      GET     /containers/{id...}/changes                  24 answer    none    own        container        diff                      -
      GET     /containers/{id...}/export                   24 download  none    into       container        export                    -
      GET     /containers/{id...}/stats                    24 download  none    own        container        stats                     -
      POST    /containers/{id...}/resize                   24 answer    none    own        container        -                         run,attach,start,exec
      POST    /containers/{id...}/start                    24 answer    none    checkpoint container        start                     run
      POST    /containers/{id...}/stop                     24 answer    none    own        container        stop                      -
      POST    /containers/{id...}/restart                  24 answer    none    into       container        restart                   -
      POST    /containers/{id...}/kill                     24 answer    none    own        container        kill                      run,attach,start
      POST    /containers/{id...}/update                   24 answer    inspect update     container        update                    -
      POST    /containers/{id...}/rename                   24 answer    none    into       container        rename                    -
      POST    /containers/{id...}/pause                    24 answer    none    own        container        pause                     -
      POST    /containers/{id...}/unpause                  24 answer    none    own        container        unpause                   -
      POST    /containers/{id...}/attach                   24 hijack    none    into       container        attach                    run,start
      GET     /containers/{id...}/attach/ws                24 websocket none    into       container        attach                    run,start
      POST    /containers/{id...}/wait                     24 download  none    own        container        wait                      run,attach,start
      DELETE  /containers/{id...}/checkpoints/{checkpoint} 25 answer    none    checkpoint -                checkpoint                -
      DELETE  /containers/{id...}                          24 answer    none    own        container        rm                        run
      HEAD    /containers/{id...}/archive                  24 answer    none    into       container        cp                        -
      GET     /containers/{id...}/archive                  24 download  none    into       container        cp                        -
      PUT     /containers/{id...}/archive                  24 upload    pass    into       container        cp                        -
      POST    /containers/{id...}/exec                     24 answer    pass    into       container        exec                      -
      POST    /exec/{id}/start                             24 hijack    pass    exec       container        exec                      -
      POST    /exec/{id}/resize                            24 answer    none    ownexec    container        -                         exec
      GET     /exec/{id}/json                              24 answer    none    ownexec    container        -                         exec
      POST    /commit                                      24 answer    pass    into       container        commit                    -
      GET     /containers/{id...}/checkpoints              25 answer    none    checkpoint -                checkpoint                -
      POST    /containers/{id...}/checkpoints              25 answer    inspect checkpoint -                checkpoint                -
      GET     /images/json                                 24 answer    none    -          image            images                    -
      GET     /images/search                               24 answer    none    -          -                search                    -
      GET     /images/get                                  24 download  none    -          image            save                      -
      POST    /images/load                                 24 upload    pass    -          image            load                      build,buildx,bake
      POST    /images/create?fromImage                     24 download  none    -          image            pull                      run,create
      POST    /images/create                               24 upload    pass    -          image            import                    -
      POST    /images/prune                                25 answer    none    -          image,system     -                         -
      GET     /images/{name...}/get                        24 download  none    -          image            save                      -
      GET     /images/{name...}/history                    24 answer    none    -          image            history                   -
      GET     /images/{name...}/json                       24 answer    none    -          image            inspect                   run,create,pull,push,build,buildx,bake
      GET     /images/{name...}/attestations               55 answer    none    -          image            inspect                   -
      POST    /images/{name...}/push                       24 download  pass    -          image            push                      -
      POST    /images/{name...}/tag                        24 answer    none    -          image            tag                       -
      DELETE  /images/{name...}                            24 answer    none    -          image            rmi                       -
      GET     /distribution/{name...}/json                 30 answer    none    -          image            -                         pull,push,service,stack,build,buildx,bake
      POST    /build                                       24 upload    pass    build      image,build      build,builder             buildx,bake
      POST    /build/cancel                                24 answer    none    -          image,build      build,builder             buildx,bake
      POST    /build/prune                                 31 answer    none    -          build,system     builder,buildx            -
      POST    /session                                     31 session   none    -          image,build      build,builder,buildx,bake -
      POST    /grpc                                        39 grpc      none    -          image,build      build,builder,buildx,bake -
      GET     /volumes                                     24 answer    none    -          volume           -                         -
      POST    /volumes/create                              24 answer    inspect volume     volume           -                         -
      POST    /volumes/prune                               25 answer    none    prune      volume,system    -                         -
      GET     /volumes/{name...}                           24 answer    none    ownvolume  volume           inspect                   -
      PUT     /volumes/{name...}                           42 answer    pass    node       volume           -                         -
      DELETE  /volumes/{name...}                           24 answer    none    ownvolume  volume           -                         -
      GET     /networks                                    24 answer    none    -          network          -                         service,stack
      POST    /networks/create                             24 answer    inspect network    network          -                         stack
      POST    /networks/prune                              25 answer    none    prune      network,system   -                         -
      POST    /networks/{id...}/connect                    24 answer    inspect connect    network          -                         -
      POST    /networks/{id...}/disconnect                 24 answer    inspect connect    network          -                         -
      GET     /networks/{id...}                            24 answer    none    ownnetwork network          inspect                   service,stack
      DELETE  /networks/{id...}                            24 answer    none    ownnetwork network          -                         stack
      GET     /swarm                                       24 answer    none    node       -                swarm                     -
      POST    /swarm/init                                  24 answer    pass    swarm      -                swarm                     -
      POST    /swarm/join                                  24 answer    pass    swarm      -                swarm                     -
      POST    /swarm/leave                                 24 answer    none    node       -                swarm                     -
      POST    /swarm/update                                24 answer    pass    swarm      -                swarm                     -
      POST    /swarm/unlock                                24 answer    pass    node       -                swarm                     -
      GET     /swarm/unlockkey                             24 answer    none    node       -                swarm                     -
      GET     /nodes                                       24 answer    none    -          -                node                      service,stack
      GET     /nodes/{id}                                  24 answer    none    -          -                node,inspect              service,stack
      POST    /nodes/{id}/update                           24 answer    pass    node       -                node                      -
      DELETE  /nodes/{id}                                  24 answer    none    node       -                node                      -
      GET     /services                                    24 answer    none    -          -                service,stack             node
      POST    /services/create                             24 answer    inspect service    -                service,stack             -
      GET     /services/{id}                               24 answer    none    -          -                service,stack,inspect     node
      POST    /services/{id}/update                        24 answer    inspect service    -                service,stack             -
      DELETE  /services/{id}                               24 answer    none    -          -                service,stack             -
      GET     /services/{id}/logs                          25 download  none    -          -                service                   -
      GET     /tasks                                       24 answer    none    -          -                service,node              stack
      GET     /tasks/{id}                                  24 answer    none    -          -                service,node,inspect      stack
      GET     /tasks/{id}/logs                             29 download  none    -          -                service                   -
      GET     /secrets                                     25 answer    none    -          -                secret                    stack,service
      POST    /secrets/create                              25 answer    pass    -          -                secret                    stack
      GET     /secrets/{id}                                25 answer    none    -          -                secret,inspect            stack,service
      POST    /secrets/{id}/update                         25 answer    pass    -          -                secret                    stack
      DELETE  /secrets/{id}                                25 answer    none    -          -                secret                    stack
      GET     /configs                                     30 answer    none    -          -                config                    stack,service
      POST    /configs/create                              30 answer    pass    -          -                config                    stack
      GET     /configs/{id}                                30 answer    none    -          -                config,inspect            stack,service
      POST    /configs/{id}/update                         30 answer    pass    -          -                config                    stack
      DELETE  /configs/{id}                                30 answer    none    -          -                config                    stack
      GET     /plugins                                     25 answer    none    -          -                never                     -
      GET     /plugins/privileges                          25 answer    none    -          -                never                     -
      GET     /plugins/{name...}/json                      25 answer    none    -          -                never                     inspect
      POST    /plugins/pull                                25 download  pass    plugin     -                never                     -
      POST    /plugins/create                              25 upload    pass    plugin     -                never                     -
      POST    /plugins/{name...}/enable                    25 answer    none    plugin     -                never                     -
      POST    /plugins/{name...}/disable                   25 answer    none    node       -                never                     -
      POST    /plugins/{name...}/push                      25 download  none    node       -                never                     -
      POST    /plugins/{name...}/upgrade                   26 download  pass    plugin     -                never                     -
      POST    /plugins/{name...}/set                       25 answer    pass    plugin     -                never                     -
      DELETE  /plugins/{name...}                           25 answer    none    node       -                never                     -
      GET     /debug/vars                                  24 answer    none    node       -                never                     -
      GET     /debug/pprof                                 24 download  none    node       -                never                     -
      GET     /debug/pprof/{name}                          24 download  none    node       -                never                     -
      (gRPC)  /moby.buildkit.v1.Control/Solve              39 grpc      inspect solve      image,build      build,builder,buildx,bake -
      (gRPC)  /moby.buildkit.v1.Control/Status             39 grpc      pass    -          image,build      build,builder,buildx,bake -
      (gRPC)  /moby.buildkit.v1.Control/Session            39 grpc      pass    -          image,build      build,builder,buildx,bake -
      (gRPC)  /moby.buildkit.v1.Control/ListWorkers        39 grpc      pass    -          -                -                         always
      (gRPC)  /moby.buildkit.v1.Control/Info               39 grpc      pass    -          -                -                         always
      (gRPC)  /moby.buildkit.v1.Control/DiskUsage          39 grpc      pass    -          build            builder,buildx            -
      (gRPC)  /moby.buildkit.v1.Control/Prune              39 grpc      pass    -          build            builder,buildx            -
      (gRPC)  /moby.buildkit.v1.Control/ListenBuildHistory 39 grpc      pass    -          build            buildx                    build,bake
      (gRPC)  /moby.buildkit.v1.Control/UpdateBuildHistory 39 grpc      pass    -          build            buildx                    -
      (gRPC)  /moby.buildkit.v1.frontend.LLBBridge/Solve   39 grpc      inspect solve      image,build      build,builder,buildx,bake -
      (gRPC)  /moby.buildkit.v1.frontend.LLBBridge/NewContainer 39 grpc      inspect solve      image,build      build,builder,buildx,bake -
      (gRPC)  /moby.buildkit.v1.frontend.LLBBridge/{call}  39 grpc      pass    -          image,build      build,builder,buildx,bake -
      (gRPC)  /containerd.services.content.v1.Content/{call} 39 grpc      pass    -          build            buildx                    build,bake
      (gRPC)  /opentelemetry.proto.collector.trace.v1.TraceService/Export 39 grpc      pass    -          -                always                    -
      (gRPC)  /grpc.health.v1.Health/{call}                39 grpc      pass    -          -                always                    -
      OPTIONS /{any...}                                    24 answer    none    -          -                always                    -
      """;

  /** In the table's order. */
  static final List<Operation> OPERATIONS = LINES.lines().map(OperationTableParser::read).toList();

  private OperationTable() {}
}
