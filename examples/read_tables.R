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
events$day <- as.Date(events$day)
participants[c("position", "start", "end")] <- lapply(participants[c("position", "start", "end")], as.integer)

# What took place, a row a thing: reports of one thing have one entry_id.
counted <- events[events$status %in% c("occurred", "ongoing"), ]
things <- counted[!duplicated(counted$entry_id), ]

# Who acts towards whom, by country: the number of events, their mean Goldstein score, and the first and last day.
between <- things[which(things$actor_country != things$recipient_country), ]
if (nrow(between) > 0) {
  pairs <- split(between, paste(between$actor_country, between$recipient_country))
  dyads <- do.call(rbind, lapply(pairs, function(d) data.frame(
    actor = d$actor_country[1], recipient = d$recipient_country[1], events = nrow(d), goldstein = round(mean(d$goldstein), 2),
    first = suppressWarnings(min(d$day, na.rm = TRUE)), last = suppressWarnings(max(d$day, na.rm = TRUE))
  )))
  dyads <- dyads[order(-dyads$events, dyads$actor, dyads$recipient), ]
  print(head(dyads, 20), row.names = FALSE)
}

# Everybody in an event, joined as in SQL.
joined <- merge(things, participants[participants$record_kind == "event", ], by.x = c("document_id", "event_id"), by.y = c("document_id", "record_id"))
cat(nrow(events), "reports of events,", nrow(things), "events that took place,", nrow(joined), "participants in them\n")
