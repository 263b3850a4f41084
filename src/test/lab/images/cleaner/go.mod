module eci/lab/cleaner

go 1.24
