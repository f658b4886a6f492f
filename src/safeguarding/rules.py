def broken(course):
    return []
