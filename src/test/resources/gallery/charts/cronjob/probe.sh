# a CronJob of a database image as a user, and a run of it by hand
k create job --from=cronjob/backup now >/dev/null; complete job/now; k logs job/now
