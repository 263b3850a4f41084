# docker-java, which Testcontainers for Java has inside
"$JAVA" -cp "$JARS" Workload.java $N 2>&1 | grep -v SLF4J
