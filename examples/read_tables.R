# Reads the flat tables of `dragoman export csv READINGS --out tables/` in base R, as they are described in docs/exports.md.
#
#   Rscript examples/read_tables.R tables/
#
# Codes are text: without colClasses R would make 36 of the CAMEO code 036.

folder <- commandArgs(trailingOnly = TRUE)
if (length(folder) != 1) stop("give the folder of the tables")

read_table <- function(name) {
  path <- file.path(folder, paste0(name, ".csv"))
  read.csv(path, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}

events <- read_table("events")
participants <- read_table("participants")

numbers <- c("quad", "goldstein", "intensity", "confidence", "place_lat", "place_lon", "actor_cow", "recipient_cow")
events[numbers] <- lapply(events[numbers], as.numeric)
events$when_start <- as.Date(events$when_start)
participants[c("position", "start", "end")] <- lapply(participants[c("position", "start", "end")], as.integer)

# What took place, a row a thing: reports of one thing have one entry_id.
counted <- events[events$status %in% c("occurred", "ongoing"), ]
things <- counted[!duplicated(counted$entry_id), ]

# A dyad by country, with its events and their mean Goldstein score.
dyads <- aggregate(goldstein ~ actor_country + recipient_country, data = things, FUN = function(x) c(events = length(x), mean = mean(x)))
print(dyads)

# Everybody in an event, joined as in SQL.
joined <- merge(things, participants[participants$record_kind == "event", ], by.x = c("document_id", "event_id"), by.y = c("document_id", "record_id"))
cat(nrow(events), "events,", nrow(things), "things,", nrow(joined), "participants\n")
