print("mentorbot")
