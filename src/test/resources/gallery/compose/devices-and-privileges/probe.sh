# privileged, devices, cap_add, unconfined profiles
compose up -d; sleep 1; logs; compose down -t 1
