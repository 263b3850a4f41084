module eci/lab/get

go 1.24
