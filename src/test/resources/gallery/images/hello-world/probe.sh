# hello-world, distroless: one static program and no other file
docker run --rm $I; echo $?
docker run --rm -u 65532:65532 --read-only --cap-drop ALL --security-opt no-new-privileges $I; echo $?
