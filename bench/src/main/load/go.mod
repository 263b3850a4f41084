module eci/bench/load

go 1.24
