# minio: a Job that speaks to the Service by its name
ready deployment/minio; k exec deployment/minio -- stat -c '%u:%g %a' /export /export/bucket; k get job make-bucket -o jsonpath='{.spec.backoffLimit}'; echo
