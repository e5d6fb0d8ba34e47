"""The benchmark: before and after, beside yardsticks, in one sitting. `make bench` runs it.

It drives stable doors alone - the `entente` command, HTTP addresses, a store filled by a small
adapter - so that it runs on any checkout, older ones included. docs/performance.md explains it.

    plan        what is run: sizes, checkouts, rounds
    synthetic   the events that the base is made of, the same in every run
    queries     what is asked: the mix
    doors       the addresses that are asked
    processes   programs started and ended, their CPU time and their private memory
    wrk         load, and what it took
    bases       a filled store with its indexes, for a checkout and a size
    systems     servers under test: a checkout's, and the yardsticks
    sections    what is measured
    report      the table, with targets met or not
    inside/     scripts that run with a checkout's own Python
"""
