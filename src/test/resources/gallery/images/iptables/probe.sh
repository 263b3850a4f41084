# privileged containers that mount, change their own network and limits: dind's preparations, vpn servers, storage tools
docker run --rm --privileged $I sh -c 'mount -t tmpfs x /mnt && stat -f -c %T /mnt; mount --bind /etc /mnt && ls /mnt/passwd; umount /mnt; hostname other && hostname; ls /sys/kernel | grep -c security; echo 5 > /proc/self/oom_score_adj; echo $?'
docker run --rm --cap-add SYS_ADMIN --security-opt apparmor=unconfined $I sh -c 'mount -t tmpfs x /mnt && echo mounted; unshare -m true; echo $?'
docker run --rm --cap-add SYS_NICE --cap-add SYS_PTRACE $I sh -c 'nice -n 5 true; echo $?; chrt -r 1 true; echo $?'
